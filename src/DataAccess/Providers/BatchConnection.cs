using System.Data.Common;
using System.Runtime.CompilerServices;

namespace DataAccess.Providers;

/// <summary>The connection that a batch is sent on, with the prepared statements that are kept for it. Used by one batch at a time.</summary>
public sealed class BatchConnection
{
    private readonly IPreparedStatements _statements;

    internal BatchConnection(DbConnection connection, IPreparedStatements statements)
    {
        Connection = connection;
        _statements = statements;
    }

    /// <summary>What owns the connection, for an inserter of the library's own; null in tests of others.</summary>
    internal object? Owner { get; init; }

    /// <summary>The open connection, in the initial state of a lease.</summary>
    public DbConnection Connection { get; }

    /// <summary>
    /// The command of a statement, prepared on first use and kept with the connection, if prepared statements are enabled. Its parameters
    /// hold the values of the last use, so set all of them. The command belongs to the cache: do not dispose it.
    /// </summary>
    /// <param name="statement">The statement; the same instance gives the same command.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DbCommand> PrepareAsync(BatchStatement statement, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var command = await _statements.GetAsync(statement.Text, [], cancellationToken).ConfigureAwait(false);
        command.Transaction = null;
        return command;
    }

    /// <summary>Removes a statement's command from the cache, so that it is prepared again: for a command that the server no longer accepts.</summary>
    /// <param name="statement">The statement.</param>
    public ValueTask ForgetAsync(BatchStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return _statements.RemoveAsync(statement.Text);
    }
}
