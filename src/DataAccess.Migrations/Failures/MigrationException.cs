namespace DataAccess.Migrations;

/// <summary>Migrations were not run, or not completed. The message says what state the database is in and what to do.</summary>
public sealed class MigrationException : Exception
{
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

    internal static MigrationException Validation(IReadOnlyList<string> problems) => new(problems);
}
