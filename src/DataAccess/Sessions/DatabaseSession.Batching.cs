using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Sessions;
using DataAccess.Sql;

namespace DataAccess;

/// <content>The driver's own batches.</content>
public abstract partial class DatabaseSession
{
    /// <summary>
    /// Runs a batch of the driver, such as an <c>NpgsqlBatch</c>, in one round trip, with the session's deadline, values and traces; in a transaction it belongs to it. The driver's own
    /// types of parameters and its options can be used. PostgreSQL, MySQL and MariaDB.
    /// </summary>
    /// <typeparam name="TResult">What is read.</typeparam>
    /// <param name="fill">Adds the commands. Called once, before anything is sent; what it throws reaches the caller.</param>
    /// <param name="read">Reads the results, which are in the order of the commands that have some; what it leaves is run to its end.</param>
    /// <param name="cancellationToken">Cancels the batch.</param>
    /// <returns>What <paramref name="read"/> returned.</returns>
    /// <exception cref="DbException">
    /// The driver's own. <see cref="DbException.BatchCommand"/> is the command that failed, where the driver tells it, as Npgsql does. On PostgreSQL a batch
    /// outside a transaction is one transaction; elsewhere what ran before the failure stays.
    /// </exception>
    /// <exception cref="InvalidOperationException">In a transaction, a command that would end it, such as <c>commit</c>. Nothing was sent.</exception>
    /// <exception cref="DeadlineExceededException">The batch's <see cref="DbBatch.Timeout"/> expired, or the session's deadline.</exception>
    /// <exception cref="NotSupportedException">The driver has no batches, as that of SQLite. Nothing was sent.</exception>
    /// <remarks>
    /// What it does is not known. So it is not run again, the session is reset before another caller gets the connection, and in a transaction it is checked
    /// afterwards that this is still open. On MySQL and MariaDB a <see cref="DbBatch.Timeout"/> that is longer than the connection string's 'Default Command Timeout' has no effect.
    /// </remarks>
    public ValueTask<TResult> RunBatchAsync<TResult>(
        Action<DbBatch> fill, Func<DbDataReader, CancellationToken, ValueTask<TResult>> read, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(fill);
        ArgumentNullException.ThrowIfNull(read);
        AmbientTransaction.Refuse();
        var call = DriverBatch.CallFor(Dialect);
        Admit(call.Text);
        return ExecuteAsync(call, DriverBatch.RunAsync, (call.Text, fill, (Action<SqlText>)Admit, read), cancellationToken);
    }
}
