using DataAccess.Migrations.Files;
using DataAccess.Providers;

namespace DataAccess.Migrations.Running;

/// <summary>A statement failed; inside the runner only, until it is known what is true of the migration.</summary>
internal sealed class StepFailedException : Exception
{
    private StepFailedException(string message, MigrationWork work, MigrationStep? step, MigrationPlace? place, DatabaseFailure failure, Exception inner)
        : base(message, inner)
    {
        Work = work;
        Step = step;
        Place = place;
        Failure = failure;
    }

    /// <param name="work">The migration.</param>
    /// <param name="step">The statement; null where it was the transaction's begin or end.</param>
    /// <param name="failure">What the failure means.</param>
    /// <param name="error">What the server tells of it beyond its message; its offset is one in the step's own text.</param>
    /// <param name="secrets">What the message must not show.</param>
    /// <param name="inner">The exception.</param>
    /// <param name="row">The row of a COPY, from 1, and its column, that the server rejected; else null.</param>
    public static StepFailedException Of(
        MigrationWork work, MigrationStep? step, DatabaseFailure failure, StatementError error, SecretValues secrets, Exception inner, (int Line, string? Column)? row = null)
    {
        var excerpt = step is null ? null
            : step.Statement.Data is { } data && row is var (line, _) ? Excerpt.Of(data, line)
            : Excerpt.Of(step.Statement, error.Offset, error.Line);
        var place = excerpt is null || work.Script.Code is not null ? work.Script.Path
            : excerpt.Column is { } at ? Invariant($"{work.Script.Path}:{excerpt.Line}:{at}")
            : Invariant($"{work.Script.Path}:{excerpt.Line}");
        var code = failure.Code is null ? "" : $" ({failure.Code})";
        IEnumerable<string?> lines =
        [
            $"{place}: {(row?.Column is { } column ? $"column {column}: " : "")}{secrets.Hide(failure.Message)}{code}",
            excerpt?.Text,
            Line("detail", error.Detail),
            Line("hint", error.Hint),
            Line("context", error.Context),
        ];
        return new StepFailedException(
            string.Join(Environment.NewLine, lines.Where(static line => line is not null)),
            work,
            step,
            excerpt is null ? null : new MigrationPlace(work.Script.Path, excerpt.Line, excerpt.Column),
            failure,
            inner);

        string? Line(string name, string? text)
            => string.IsNullOrWhiteSpace(text) ? null : $"    {name,-7}  {secrets.Hide(text.Trim()).ReplaceLineEndings(Environment.NewLine + new string(' ', 13))}";
    }

    /// <summary>What the statement belongs to: the migration, or a callback that runs with it.</summary>
    public MigrationWork Work { get; }

    /// <summary>The statement; null where it was the transaction's begin or end.</summary>
    public MigrationStep? Step { get; }

    /// <summary>Where the statement is in its file, as far as the server tells it; null where <see cref="Step"/> is.</summary>
    public MigrationPlace? Place { get; }

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
            : new MigrationException(failure, $"{Message}{Environment.NewLine}{status}", this) { Place = Place };
}
