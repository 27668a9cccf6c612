using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>How a command of <c>migrate</c> failed.</summary>
internal static class MigrateFailure
{
    public static CommandFailure Of(Exception exception) => exception switch
    {
        MigrationException migration => new(ExitCodeOf(migration.Failure), migration.Message) { Place = migration.Place },

        // The message says what became of the migration, unless none was running.
        OperationCanceledException => new(ExitCode.Interrupted, exception.Message.StartsWith("Interrupted", StringComparison.Ordinal) ? exception.Message : "Interrupted."),
        InvalidOptionsException => new(ExitCode.Usage, exception.Message),
        _ => CommandFailure.Of(exception),
    };

    private static ExitCode ExitCodeOf(MigrationFailure failure) => failure switch
    {
        MigrationFailure.Validation => ExitCode.Validation,
        MigrationFailure.RolledBack => ExitCode.RolledBack,
        MigrationFailure.PartlyApplied => ExitCode.PartlyApplied,
        MigrationFailure.LockBusy => ExitCode.LockBusy,
        MigrationFailure.UnsafeTopology => ExitCode.UnsafeTopology,
        _ => ExitCode.Unexpected,
    };
}
