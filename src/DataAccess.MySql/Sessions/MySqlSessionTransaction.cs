using System.Data;
using System.Data.Common;
using DataAccess.MySql.Sql;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// A transaction controlled by SQL statements. MySqlConnector's own transaction sets an isolation level on the session even if none was
/// requested. And neither it nor the server's COMMIT reports that something inside has ended the transaction; a savepoint does, because
/// it no longer exists then, and it costs no round trip.
/// </summary>
internal sealed class MySqlSessionTransaction(MySqlConnection connection, string endpoint, IsolationLevel isolation) : DbTransaction
{
    private const string Savepoint = "dataaccess_transaction";

    private const string CommitText = $"release savepoint {Savepoint};commit";

    public override IsolationLevel IsolationLevel => isolation;

    public override bool SupportsSavepoints => true;

    protected override DbConnection DbConnection => connection;

    /// <summary>The statements that begin a transaction. A level that is set without a scope applies to the next transaction only.</summary>
    public static string BeginText(TransactionOptions options)
    {
        var level = options.Isolation switch
        {
            IsolationLevel.Unspecified => null,
            IsolationLevel.ReadUncommitted => "read uncommitted",
            IsolationLevel.ReadCommitted => "read committed",
            IsolationLevel.RepeatableRead or IsolationLevel.Snapshot => "repeatable read",
            IsolationLevel.Serializable => "serializable",
            var other => throw new NotSupportedException($"MySQL does not support isolation level {other}. Use one from ReadUncommitted to Serializable."),
        };
        string[] characteristics =
            [.. options.Isolation == IsolationLevel.Snapshot ? ["with consistent snapshot"] : Array.Empty<string>(), .. options.ReadOnly ? ["read only"] : Array.Empty<string>()];
        return $"{(level is null ? "" : $"set transaction isolation level {level};")}start transaction {string.Join(", ", characteristics)};savepoint {Savepoint}";
    }

    /// <summary>Asks the server whether the transaction is still the one that was begun.</summary>
    public async ValueTask<bool> IsOpenAsync()
    {
        try
        {
            await ExecuteAsync($"release savepoint {Savepoint};savepoint {Savepoint}", CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (MySqlException exception) when (IsNoSavepoint(exception))
        {
            return false;
        }
    }

    public override void Commit() => throw AsyncOnly();

    public override void Rollback() => throw AsyncOnly();

    public override Task CommitAsync(CancellationToken cancellationToken = default) => EndingAsync(CommitText, cancellationToken);

    public override Task RollbackAsync(CancellationToken cancellationToken = default)
        => ExecuteAsync("rollback", cancellationToken);

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default)
        => ExecuteAsync($"savepoint {MySqlDialect.Instance.QuoteIdentifier(savepointName)}", cancellationToken);

    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default)
        => ExecuteAsync($"rollback to savepoint {MySqlDialect.Instance.QuoteIdentifier(savepointName)}", cancellationToken);

    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default)
        => EndingAsync($"release savepoint {MySqlDialect.Instance.QuoteIdentifier(savepointName)}", cancellationToken);

    private static bool IsNoSavepoint(MySqlException exception) => exception.ErrorCode == MySqlErrorCode.StoredProcedureDoesNotExist;

    private static NotSupportedException AsyncOnly() => new("Transactions can only be committed or rolled back asynchronously. Use CommitAsync or RollbackAsync.");

    private async Task EndingAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (IsNoSavepoint(exception))
        {
            throw new TransactionEndedException(endpoint, exception);
        }
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
        => await RawSql.ExecuteAsync(connection, sql, cancellationToken).ConfigureAwait(false);
}
