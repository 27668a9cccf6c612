using DataAccess.Sessions;

namespace DataAccess;

/// <content>Statements that belong together.</content>
public abstract partial class DatabaseSession
{
    /// <summary>Runs statements in their order, in one round trip where the driver has batches, and gives how many rows each changed.</summary>
    /// <param name="statements">At least one. None has a result.</param>
    /// <param name="cancellationToken">Cancels them.</param>
    /// <remarks>Outside a transaction each is committed alone, except on PostgreSQL.</remarks>
    internal ValueTask<int[]> CountEachAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellationToken)
    {
        var calls = statements.Select(statement => new CountedCall(CallFor(statement), IsQuery: false)).ToArray();
        return ExecuteAsync(calls[0].Call, static (connection, batch, ct) => batch.RunAsync(connection, ct), new CountedBatch(calls), cancellationToken);
    }
}
