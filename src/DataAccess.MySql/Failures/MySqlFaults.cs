using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Failures;

/// <summary>Failures that a test asks for. The server raises them itself: only so does the driver throw its own exception.</summary>
internal static class MySqlFaults
{
    public static async ValueTask RaiseAsync(ProbedCall call, FailureKind kind)
    {
        if (kind == FailureKind.ConnectionLost)
        {
            await LoseConnectionAsync(call).ConfigureAwait(false);
            return;
        }

        var (state, number) = kind switch
        {
            FailureKind.Rejected => ("23000", MySqlErrorCode.DuplicateKeyEntry),
            FailureKind.RolledBack => ("40001", MySqlErrorCode.LockDeadlock),
            FailureKind.Unavailable => ("HY000", MySqlErrorCode.DiskFull),
            FailureKind.Cancelled => ("70100", MySqlErrorCode.QueryInterrupted),
            FailureKind.Fatal => ("42000", MySqlErrorCode.TableAccessDenied),
            _ => throw new NotSupportedException($"MySQL and MariaDB cannot be made to fail as {kind}."),
        };
        if (kind == FailureKind.RolledBack)
        {
            // As a deadlock does: the whole transaction is undone.
            await ExecuteAsync(call, "rollback").ConfigureAwait(false);
        }

        await ExecuteAsync(call, Invariant($"signal sqlstate '{state}' set mysql_errno = {(int)number}, message_text = 'a test made this fail as {kind}'")).ConfigureAwait(false);
    }

    private static async ValueTask LoseConnectionAsync(ProbedCall call)
    {
        try
        {
            await ExecuteAsync(call, "kill connection_id()").ConfigureAwait(false);
        }
        catch (MySqlException)
        {
            // The server says that the statement was interrupted, which it was; the next one finds the connection closed.
        }

        await ExecuteAsync(call, "do 0").ConfigureAwait(false);
    }

    private static async ValueTask ExecuteAsync(ProbedCall call, string sql)
    {
        var command = call.Connection.CreateCommand();
        await using (command.ConfigureAwait(false))
        {
            command.CommandText = sql;
            command.Transaction = call.Transaction as MySqlTransaction;
            await command.ExecuteNonQueryAsync().ConfigureAwait(false);
        }
    }
}
