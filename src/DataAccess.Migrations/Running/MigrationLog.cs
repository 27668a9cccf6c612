using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations.Running;

/// <summary>Every message of the migrations, with its fixed event id, from 400.</summary>
internal static partial class MigrationLog
{
    [LoggerMessage(401, LogLevel.Information, "Waiting for another migration runner on {Endpoint}: {Runner}")]
    public static partial void Waiting(ILogger logger, string endpoint, string runner);

    [LoggerMessage(402, LogLevel.Information, "Migration {Migration} was applied in {Milliseconds} ms")]
    public static partial void Applied(ILogger logger, string migration, long milliseconds);

    [LoggerMessage(403, LogLevel.Warning, "Migration {Migration} waits for another session's lock ({Reason}), attempt {Attempt}")]
    public static partial void Retried(ILogger logger, string migration, string reason, int attempt);

    [LoggerMessage(404, LogLevel.Warning, "Migration {Migration}, step {Step} was running when an earlier run ended; it is {Settled}")]
    public static partial void Settled(ILogger logger, string migration, int step, string settled);

    [LoggerMessage(405, LogLevel.Information, "Migration {Migration} was undone in {Milliseconds} ms")]
    public static partial void Undone(ILogger logger, string migration, long milliseconds);

    [LoggerMessage(408, LogLevel.Information, "The database {Endpoint} did not exist and was created")]
    public static partial void DatabaseCreated(ILogger logger, string endpoint);

    [LoggerMessage(407, LogLevel.Debug, "Commits on {Endpoint} could not be made durable at once ({Exception})")]
    public static partial void NotDurableYet(ILogger logger, string endpoint, string exception);

    [LoggerMessage(406, LogLevel.Debug, "Rolling back on {Endpoint} failed ({Exception})")]
    public static partial void RollbackFailed(ILogger logger, string endpoint, string exception);
}
