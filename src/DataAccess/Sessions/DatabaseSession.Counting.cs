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
        => CountEachAsync([.. statements.Select(static statement => (statement, false))], cancellationToken);

    /// <summary>As <see cref="CountEachAsync(IReadOnlyList{SqlStatement}, CancellationToken)"/>; of a query it gives how many rows it found.</summary>
    internal ValueTask<int[]> CountEachAsync(IReadOnlyList<(SqlStatement Statement, bool IsQuery)> statements, CancellationToken cancellationToken)
    {
        var calls = statements.Select(s => new CountedCall(CallFor(s.Statement), s.IsQuery)).ToArray();
        return ExecuteAsync(calls[0].Call, static (connection, batch, ct) => batch.RunAsync(connection, ct), new CountedBatch(calls), cancellationToken);
    }
}
