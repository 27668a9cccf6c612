using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Mapping;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>
/// An open result that is read in pieces. A driver that blocks reads many rows at a visit to its thread; an asynchronous one
/// hands each row on as it comes.
/// </summary>
internal sealed class RowStream<[DynamicallyAccessedMembers(MappedMembers.All)] T>
{
    private const int RowsPerVisit = 128;

    private readonly StatementRun _run;
    private readonly DbDataReader _reader;
    private readonly SqlText _text;
    private RowPlan<T>? _plan;
    private DbDataReader? _bound;
    private bool _isAtEnd;
    private bool _isClosed;

    private RowStream(StatementRun run, DbDataReader reader, SqlText text, bool isSynchronous)
    {
        _run = run;
        _reader = reader;
        _text = text;
        Buffer = new List<T>(isSynchronous ? RowsPerVisit : 1);
    }

    public List<T> Buffer { get; }

    public static async ValueTask<RowStream<T>> OpenAsync(StatementRun run, SqlText text, bool isSynchronous, CancellationToken cancellationToken)
        => new(run, await run.OpenAsync(cancellationToken).ConfigureAwait(false), text, isSynchronous);

    /// <summary>Reads the next rows into <see cref="Buffer"/>; false at the end.</summary>
    /// <param name="caller">The caller's own token: what the driver is given is cancelled a moment later, and rows that are there already would come between.</param>
    /// <param name="cancellationToken">What the driver is given.</param>
    public async ValueTask<bool> FillAsync(CancellationToken caller, CancellationToken cancellationToken)
    {
        Buffer.Clear();
        try
        {
            // A driver that has the next row already would hand it out and not look at the token.
            caller.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            while (Buffer.Count < Buffer.Capacity && await _reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                _plan ??= Rows.PlanFor<T>(_reader, _text);
                _bound ??= _plan.Bind(_reader);
                Buffer.Add(_plan.Parse(_bound));
            }
        }
        catch (Exception exception)
        {
            _isClosed = true;
            await _run.AbandonAsync(_reader, exception, cancellationToken).ConfigureAwait(false);
            throw;
        }

        _isAtEnd = Buffer.Count == 0;
        return !_isAtEnd;
    }

    /// <summary>Closes the result, wherever its reading ended.</summary>
    public ValueTask CloseAsync(CancellationToken cancellationToken)
    {
        if (_isClosed)
        {
            return ValueTask.CompletedTask;
        }

        _isClosed = true;
        return _run.CloseAsync(_reader, _isAtEnd, cancellationToken);
    }
}
