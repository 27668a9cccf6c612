using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Failures;

/// <summary>Failures that a test asks for. The server raises them itself, so that its transaction is aborted as by any other.</summary>
internal static class PostgreSqlFaults
{
    public static async ValueTask RaiseAsync(ProbedCall call, FailureKind kind)
    {
        if (kind == FailureKind.ConnectionLost)
        {
            await call.Connection.CloseAsync().ConfigureAwait(false);
            throw Lost();
        }

        var state = kind switch
        {
            FailureKind.Rejected => PostgresErrorCodes.UniqueViolation,
            FailureKind.RolledBack => PostgresErrorCodes.SerializationFailure,
            FailureKind.Unavailable => PostgresErrorCodes.DiskFull,
            FailureKind.Cancelled => PostgresErrorCodes.QueryCanceled,
            FailureKind.Fatal => PostgresErrorCodes.InsufficientPrivilege,
            _ => throw new NotSupportedException($"PostgreSQL cannot be made to fail as {kind}."),
        };
        await RawSql.ExecuteAsync(
            call.Connection, $"do $$ begin raise exception using errcode = '{state}', message = 'a test made this fail as {kind}'; end $$", CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>What the driver throws when the connection is lost while it reads.</summary>
    public static NpgsqlException Lost()
        => new("Exception while reading from stream", new IOException("The connection was lost before the answer was read. A test made this happen."));
}
