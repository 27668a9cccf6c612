namespace DataAccess.Conformance.Faults;

/// <summary>What the caller of a transaction was told.</summary>
public enum TransactionAnswer
{
    /// <summary>Nothing yet.</summary>
    Pending = 0,

    /// <summary>The call returned.</summary>
    Committed,

    /// <summary>It threw, and so nothing of it may be there.</summary>
    Failed,

    /// <summary>It threw <see cref="CommitOutcomeUnknownException"/>.</summary>
    Unknown,
}
