namespace DataAccess.Providers;

/// <summary>What is sent in a <see cref="ProbedCall"/>.</summary>
public enum ProbedCallKind
{
    /// <summary>One statement, or several in one message.</summary>
    Statement = 0,

    /// <summary>A batch of a writer, with its transaction.</summary>
    Batch,

    /// <summary>COMMIT.</summary>
    Commit,

    /// <summary>ROLLBACK.</summary>
    Rollback,
}
