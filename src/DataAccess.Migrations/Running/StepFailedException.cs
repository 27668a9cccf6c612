using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Running;

/// <summary>A statement failed; inside the runner only, until it is known what is true of the migration.</summary>
internal sealed class StepFailedException : Exception
{
    public StepFailedException(MigrationWork work, MigrationStep? step, DatabaseFailure failure, Exception inner, (int Line, string? Column)? row = null)
        : base(Describe(work, step, failure, row), inner)
    {
        Step = step;
        Failure = failure;
    }

    /// <summary>The statement; null where it was the transaction's begin or end.</summary>
    public MigrationStep? Step { get; }

    public DatabaseFailure Failure { get; }

    /// <summary>
    /// Whether the server answered with an error, so that the statement is known not to have happened. A code that nobody
    /// has a name for is an answer as well; 40003 is the one that says it does not know. A cancel by the token is one too, as the
    /// driver waits for the server to obey; a timeout of the driver's is not.
    /// </summary>
    public bool IsAnswered => Failure.ServerAnswered
        || Failure is { Kind: FailureKind.Unknown, Code: not (null or "40003") }
        || (Failure.Kind == FailureKind.Cancelled && InnerException is OperationCanceledException);

    /// <summary>What the caller gets once it is known what state the database is in.</summary>
    public Exception WithStatus(MigrationFailure failure, string status, CancellationToken cancellationToken)
        => Failure.Kind == FailureKind.Cancelled && cancellationToken.IsCancellationRequested
            ? new OperationCanceledException($"Interrupted. {status}", this, cancellationToken)
            : new MigrationException(failure, $"{Message}{Environment.NewLine}{status}", this);

    private static string Describe(MigrationWork work, MigrationStep? step, DatabaseFailure failure, (int Line, string? Column)? row)
    {
        var code = failure.Code is null ? "" : $" ({failure.Code})";
        return step is null
            ? $"{work.Script.Path}: {failure.Message}{code}"
            : step.Statement.Data is { } data && row is var (line, column)
            ? Invariant($"{work.Script.Path}:{data.Line + line - 1}: {(column is null ? "" : $"column {column}: ")}{failure.Message}{code}{Environment.NewLine}    {step.Statement.FirstLine}")
            : $"{work.PlaceOf(step)}: {failure.Message}{code}{Environment.NewLine}    {step.Statement.FirstLine}";
    }
}
