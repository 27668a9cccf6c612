using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;

namespace DataAccess.Writing.Keys;

/// <summary>
/// Sends a batch as an insert for each row, in one transaction, and reports the keys that the database generates. Only so is it known which
/// key is which row's. They are known before COMMIT is sent, so that a commit that only the ledger proves has them too.
/// </summary>
internal sealed class KeyInserter<T> : BatchInserter<T>
    where T : notnull
{
    // Few enough for a packet of the smallest usual limit, 1 MiB, also where the driver sends texts with twice their bytes.
    private const int MaxRows = 500;
    private const int MaxBytes = 256 << 10;

    private readonly SessionContext _session;
    private readonly TableMap<T> _map;
    private readonly BatchInserter<T> _plain;
    private readonly KeyedInsert<T> _inserts;
    private int _rejected = -1;

    /// <param name="session">The database.</param>
    /// <param name="map">The table.</param>
    /// <param name="plain">The inserter of batches without keys, which knows how the table is checked.</param>
    /// <exception cref="MappingException">No key is generated, or the database would not tell it.</exception>
    public KeyInserter(SessionContext session, TableMap<T> map, BatchInserter<T> plain)
    {
        if (!map.Keys.Any(static c => c.IsGenerated))
        {
            throw new MappingException(
                $"{typeof(T).Name} has no key that the database generates, so {nameof(BatchingWriterOptions<>.ReturnsKeys)} has nothing to give back. "
                + "Mark the key's property with [DatabaseGenerated(DatabaseGeneratedOption.Identity)]; if rows have keys of their own, remove the option.");
        }

        _session = session;
        _map = map;
        _plain = plain;
        _inserts = new KeyedInsert<T>(map, session.Provider);
        _inserts.Check();
    }

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken)
        => _plain.CheckTableAsync(connection, withLedger, cancellationToken);

    public override int FindRejected(Exception exception, ReadOnlySpan<T> rows) => _rejected < rows.Length ? _rejected : -1;

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        _rejected = -1;
        await BatchTransaction.RunAsync(
            _session,
            connection,
            attempt,
            async (physical, ct) =>
            {
                attempt.Answers = await InsertRowsAsync(physical, attempt, ct).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<object>> InsertRowsAsync(PhysicalConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var keys = new List<object>(attempt.Rows.Length);
        while (keys.Count < attempt.Rows.Length)
        {
            var start = keys.Count;
            var batch = BatchAt(attempt, start);
            try
            {
                keys.AddRange(await batch.RunAsync(connection, cancellationToken).ConfigureAwait(false));
            }
            catch (MappingException exception)
            {
                throw RowKeyException.Of(start + batch.Position, typeof(T).Name, exception);
            }
            catch (Exception)
            {
                _rejected = start + batch.Position;
                throw;
            }

            if (batch.Swallowed >= 0)
            {
                throw new RowKeyException(
                    start + batch.Swallowed, $"the database reported success and stored 0 of 1 rows in {_inserts.Table}: a trigger or rule swallowed the row, so it has no key.", null);
            }
        }

        return keys;
    }

    /// <summary>The inserts of some rows from a position on, and after the last row the commit marker.</summary>
    private InsertBatch<object> BatchAt(BatchAttempt<T> attempt, int start)
    {
        var rows = attempt.Rows[start..];
        var (count, bytes) = (0, 0L);
        do
        {
            bytes += _map.BytesOf(rows.Span[count++]);
        }
        while (count < Math.Min(rows.Length, MaxRows) && bytes < MaxBytes);

        var calls = new StatementCall[count];
        for (var i = 0; i < count; i++)
        {
            calls[i] = StatementCalls.Of(_session, _inserts.Of(rows.Span[i]));
        }

        return new InsertBatch<object>(calls, (i, reader) => Read(start + i, reader), (i, number) => WithNumber(rows.Span[i], start + i, number))
        {
            TimeoutSeconds = attempt.CommandTimeoutSeconds,
            Last = attempt.BatchId is { } id && count == rows.Length ? StatementCalls.Of(_session, LedgerSql.Row(_session.Provider.Dialect, id, isCommitted: true, attempt.LedgerSeconds)) : null,
        };
    }

    private object Read(int row, DbDataReader reader)
    {
        try
        {
            return _inserts.Read(reader);
        }
        catch (Exception exception) when (exception is not DbException)
        {
            throw RowKeyException.Of(row, typeof(T).Name, exception);
        }
    }

    private object WithNumber(T row, int place, long number)
    {
        try
        {
            return _inserts.WithNumber(row, number, isStored: false);
        }
        catch (Exception exception)
        {
            throw RowKeyException.Of(place, typeof(T).Name, exception);
        }
    }
}
