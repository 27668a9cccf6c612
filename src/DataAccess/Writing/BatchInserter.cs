using System.Data.Common;

namespace DataAccess;

/// <summary>Sends batches of one kind of row to one kind of database. Used for one batch at a time per instance.</summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class BatchInserter<T>
{
    /// <summary>
    /// Puts all rows of the attempt into the table in one transaction, and returns when COMMIT was answered. Rows refused one
    /// by one may be left out with <see cref="BatchAttempt{T}.Reject"/>. Where it throws, nothing of the attempt may be
    /// committed, unless <see cref="BatchAttempt{T}.CommitIsSent"/> was called before.
    /// </summary>
    /// <param name="connection">An open connection in its first state. After an exception that the server answered with, the transaction is rolled back by the inserter.</param>
    /// <param name="attempt">The rows, and where to say what happens.</param>
    /// <param name="cancellationToken">Gives up. After COMMIT was sent the outcome is then unknown.</param>
    public abstract ValueTask InsertAsync(DbConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken);
}
