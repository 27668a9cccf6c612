using Npgsql;

namespace DataAccess.PostgreSql;

/// <summary>The COMMIT of a batch. The driver's own has the time of the driver's default, and not the batch's.</summary>
internal static class PostgreSqlCommit
{
    public static async ValueTask RunAsync<T>(NpgsqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var commit = new NpgsqlCommand("commit", connection) { CommandTimeout = attempt.CommandTimeoutSeconds };
        await using (commit.ConfigureAwait(false))
        {
            await commit.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }
}
