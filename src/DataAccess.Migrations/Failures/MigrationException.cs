namespace DataAccess.Migrations;

/// <summary>Migrations were not run, or not completed. The message says what state the database is in and what to do.</summary>
public sealed class MigrationException : Exception
{
    private const int MaxNamed = 5;

    internal MigrationException(MigrationFailure failure, string message, Exception? inner = null)
        : base(message, inner)
    {
        Failure = failure;
        Problems = [message];
    }

    private MigrationException(IReadOnlyList<string> problems)
        : base(string.Join(Environment.NewLine, problems))
    {
        Failure = MigrationFailure.Validation;
        Problems = problems;
    }

    /// <summary>What state the database is in.</summary>
    public MigrationFailure Failure { get; }

    /// <summary>The problems, one by one; more than one only if files were validated.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>Where the statement that failed is; null if no statement failed.</summary>
    public MigrationPlace? Place { get; internal init; }

    /// <summary>What this run applied before it failed, in order, and that stays applied. Empty if it applied nothing.</summary>
    public IReadOnlyList<CompletedMigration> Applied { get; private set; } = [];

    /// <summary>What this run undid before it failed, in order, and that stays undone. Empty if it undid nothing.</summary>
    public IReadOnlyList<CompletedMigration> Undone { get; private set; } = [];

    /// <inheritdoc/>
    public override string Message
        => string.Join(Environment.NewLine, new[] { base.Message, Before(Applied, "applied"), Before(Undone, "undid") }.Where(static text => text is not null));

    /// <summary>Records what the run had done before.</summary>
    internal void After(IReadOnlyList<CompletedMigration> completed)
    {
        Applied = completed.Where(static m => !m.IsUndone).ToList();
        Undone = completed.Where(static m => m.IsUndone).ToList();
    }

    private static string? Before(IReadOnlyList<CompletedMigration> completed, string what)
        => completed.Count switch
        {
            0 => null,
            <= MaxNamed => $"Before it, this run {what} {string.Join(", ", completed.Select(static m => m.Name))}.",
            _ => Invariant($"Before it, this run {what} {completed.Count:N0} migrations, {completed[0].Name} to {completed[^1].Name}."),
        };

    internal static MigrationException Validation(IReadOnlyList<string> problems) => new(problems);
}
