using DataAccess.Cli.Import.Loading;
using DataAccess.Cli.Import.Reading;
using DataAccess.Cli.Import.Tables;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>How a command failed, in one message and one exit code.</summary>
internal sealed record CommandFailure(ExitCode ExitCode, string Message)
{
    /// <summary>Where the statement that failed is; null if no statement of a file failed.</summary>
    public MigrationPlace? Place { get; init; }

    public static CommandFailure Of(Exception exception) => exception switch
    {
        UsageException => new(ExitCode.Usage, exception.Message),
        MalformedInputException or TableMismatchException => new(ExitCode.Validation, exception.Message),
        DatabaseUnavailableException => new(ExitCode.Unreachable, exception.Message),
        LoadingStoppedException { Failure.Kind: FailureKind.Unavailable or FailureKind.ConnectionLost }
            => new(ExitCode.Unreachable, exception.Message),
        OperationCanceledException => new(ExitCode.Interrupted, "Interrupted."),
        _ => new(ExitCode.Unexpected, exception.Message),
    };
}
