using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess;

/// <summary>
/// An open result that is read in pieces. A driver that blocks reads many rows at a visit to its thread; an asynchronous one
/// hands each row on as it comes.
/// </summary>
internal sealed class RowStream<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader reader, int rowsPerVisit) : IAsyncDisposable
{
    private const int RowsPerVisit = 128;

    private Func<DbDataReader, T>? _parse;

    public List<T> Buffer { get; } = new(rowsPerVisit);

    public static async ValueTask<RowStream<T>> OpenAsync(DbCommand command, bool isSynchronous, CancellationToken cancellationToken)
        => new(
            await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false),
            isSynchronous ? RowsPerVisit : 1);

    /// <summary>Reads the next rows into <see cref="Buffer"/>; false at the end.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        Buffer.Clear();
        while (Buffer.Count < rowsPerVisit && await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            _parse ??= RowReader.Create<T>(reader);
            Buffer.Add(_parse(reader));
        }

        return Buffer.Count > 0;
    }

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
