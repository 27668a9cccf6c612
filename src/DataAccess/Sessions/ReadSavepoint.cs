using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>
/// The savepoint around a read inside a transaction that any error aborts. It is sent in the read's own round trip, and so is
/// its release.
/// </summary>
internal static class ReadSavepoint
{
    private const string Name = "dataaccess_read";

    /// <summary>A cancel that comes late may hit what undoes the read; it hits once.</summary>
    private const int Attempts = 3;

    public static bool IsWanted(PhysicalConnection connection, SqlText text)
        => text.IsRead && connection.Transaction is not null && connection.Provider.AbortsTransactionOnError && connection.Connection.CanCreateBatch;

    /// <summary>The batch that takes the place of a command.</summary>
    public static async ValueTask<DbBatch> AroundAsync(PhysicalConnection connection, bool prepare, ReadOnlyMemory<StatementCall> calls, CancellationToken cancellationToken)
    {
        var batch = connection.CreateBatch();
        await FillAsync(batch, connection, prepare, calls, cancellationToken).ConfigureAwait(false);
        return batch;
    }

    /// <summary>Fills the batch, in place of what it has.</summary>
    public static async ValueTask FillAsync(DbBatch batch, PhysicalConnection connection, bool prepare, ReadOnlyMemory<StatementCall> calls, CancellationToken cancellationToken)
    {
        batch.BatchCommands.Clear();
        Add(batch, $"savepoint {Name}");
        foreach (var call in calls.Span)
        {
            connection.AddTo(batch, call);
        }

        Add(batch, $"release savepoint {Name}");
        if (prepare)
        {
            // The command is prepared, and the driver finds it by its text. The other two are prepared once a connection.
            await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Undoes a read that did not come to its end.</summary>
    public static async ValueTask UndoAsync(PhysicalConnection connection, Exception failure)
    {
        var command = connection.Connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = $"rollback to savepoint {Name}; release savepoint {Name}";
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    // Without a token: the caller's is often why this is called.
                    await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
                    connection.IsReadUndone = true;
                    return;
                }
                catch (Exception exception) when (exception is DbException or IOException or OperationCanceledException or InvalidOperationException)
                {
                    if (attempt == Attempts || connection.Provider.Classify(exception).Kind != FailureKind.Cancelled)
                    {
                        connection.Classify(new TransactionRolledBackException(
                            connection.Provider.Endpoint, "a query in it was stopped before its end and could not be taken out of it", failure));
                        return;
                    }
                }
            }
        }
    }

    private static void Add(DbBatch batch, string sql)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = sql;
        batch.BatchCommands.Add(command);
    }
}
