using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess;

/// <summary>
/// An open result that is read in pieces. A driver that blocks reads many rows at a visit to its thread; an asynchronous one
/// hands each row on as it comes.
/// </summary>
internal sealed class RowStream<[DynamicallyAccessedMembers(MappedMembers.All)] T> : IAsyncDisposable
{
    private const int RowsPerVisit = 128;

    private readonly DbDataReader _reader;
    private readonly bool _isSynchronous;
    private readonly CancellationTokenSource _stop;
    private readonly SqlText _text;
    private RowPlan<T>? _plan;
    private DbDataReader? _bound;

    private RowStream(DbDataReader reader, SqlText text, bool isSynchronous, CancellationTokenSource stop)
    {
        _reader = reader;
        _text = text;
        _isSynchronous = isSynchronous;
        _stop = stop;
        Buffer = new List<T>(isSynchronous ? RowsPerVisit : 1);
    }

    public List<T> Buffer { get; }

    /// <summary>Whether all rows were read.</summary>
    public bool IsAtEnd { get; private set; }

    public static async ValueTask<RowStream<T>> OpenAsync(DbCommand command, SqlText text, bool isSynchronous, CancellationToken cancellationToken)
    {
        // Drivers listen to the token that the query was started with, so one that can be cancelled later is there from the start.
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, stop.Token).ConfigureAwait(false);
            return new RowStream<T>(reader, text, isSynchronous, stop);
        }
        catch
        {
            stop.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next rows into <see cref="Buffer"/>; false at the end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        Buffer.Clear();

        // A driver that has the next row already would hand it out and not look at the token.
        cancellationToken.ThrowIfCancellationRequested();
        while (Buffer.Count < Buffer.Capacity && await _reader.ReadAsync(_stop.Token).ConfigureAwait(false))
        {
            _plan ??= Rows.PlanFor<T>(_reader, _text);
            _bound ??= _plan.Bind(_reader);
            Buffer.Add(_plan.Parse(_bound));
        }

        IsAtEnd = Buffer.Count == 0;
        return !IsAtEnd;
    }

    /// <summary>
    /// Stops the query where it is. Closing a result alone would read all the rows that are left, however many there are; a
    /// driver that blocks has no such rows on their way.
    /// </summary>
    public async ValueTask StopAsync()
    {
        if (_isSynchronous)
        {
            return;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        while (await _reader.ReadAsync(_stop.Token).ConfigureAwait(false))
        {
            // What was on its way already is read and thrown away.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }
}
