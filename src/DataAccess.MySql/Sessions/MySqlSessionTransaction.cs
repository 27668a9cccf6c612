using System.Data;
using System.Data.Common;
using DataAccess.MySql.Sql;
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

    // Succeeds outside a transaction only, and then sets what is the default.
    private const string Probe = "set transaction read write";

    // ER_CANT_CHANGE_TX_CHARACTERISTICS
    private const int IsInTransaction = 1568;

    private const string CommitText = $"release savepoint {Savepoint};commit";

    private MySqlTransaction? _shared;

    // A release of the library's savepoint would release those that were set after it.
    private bool _hasSavepoints;

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

    /// <summary>The driver's own object for it.</summary>
    public MySqlTransaction Share() => _shared ??= MySqlDriverTransaction.Create(connection, isolation);

    /// <summary>Makes the driver's object useless.</summary>
    public void EndSharing()
    {
        if (_shared is { } shared)
        {
            MySqlDriverTransaction.Release(connection, shared);
        }
    }

    /// <summary>
    /// Asks the server whether the transaction is still the one that was begun; beside savepoints of others, only whether one is open, and COMMIT asks
    /// which one it is.
    /// </summary>
    public async ValueTask<bool> IsOpenAsync()
    {
        if (_shared is { Connection: null })
        {
            return false;
        }

        if (_hasSavepoints || _shared is not null)
        {
            return await IsAnyOpenAsync(connection).ConfigureAwait(false);
        }

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

    /// <summary>Asks the server whether the session is in a transaction.</summary>
    public static async ValueTask<bool> IsAnyOpenAsync(MySqlConnection connection)
    {
        try
        {
            await RunAsync(connection, Probe, CancellationToken.None).ConfigureAwait(false);
            return false;
        }
        catch (MySqlException exception) when (exception.Number == IsInTransaction)
        {
            return true;
        }
    }

    public override void Commit() => throw AsyncOnly();

    public override void Rollback() => throw AsyncOnly();

    public override Task CommitAsync(CancellationToken cancellationToken = default) => EndingAsync(CommitText, cancellationToken);

    public override Task RollbackAsync(CancellationToken cancellationToken = default)
        => ExecuteAsync("rollback", cancellationToken);

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default)
    {
        _hasSavepoints = true;
        return ExecuteAsync($"savepoint {MySqlDialect.Instance.QuoteIdentifier(savepointName)}", cancellationToken);
    }

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

    private Task ExecuteAsync(string sql, CancellationToken cancellationToken) => RunAsync(connection, sql, cancellationToken);

    private static async Task RunAsync(MySqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = new MySqlCommand(sql, connection, MySqlDriverTransaction.Current(connection));
        await using (command.ConfigureAwait(false))
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
