namespace DataAccess.Migrations;

/// <summary>Migrations were not run, or not to their end. The message says what is true now and what to do.</summary>
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

    /// <summary>What is true of the database.</summary>
    public MigrationFailure Failure { get; }

    /// <summary>Each problem by itself; more than one only where files were validated.</summary>
    public IReadOnlyList<string> Problems { get; }

    internal static MigrationException Validation(IReadOnlyList<string> problems) => new(problems);
}
