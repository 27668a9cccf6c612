namespace DataAccess.Conformance.Faults;

/// <summary>What a caller does in the middle of a transaction.</summary>
internal enum TransactionStepKind
{
    /// <summary>Inserts a row.</summary>
    Insert = 0,

    /// <summary>Reads a stream to its end.</summary>
    ReadAll,

    /// <summary>Leaves a stream by <c>break</c>.</summary>
    Break,

    /// <summary>Leaves a stream by <c>FirstAsync</c>.</summary>
    First,

    /// <summary>Leaves a stream by <c>Take</c>.</summary>
    Take,

    /// <summary>Leaves a stream by an exception of its own, which it catches.</summary>
    Throw,

    /// <summary>Leaves a stream by cancelling it, and catches the exception.</summary>
    Cancel,

    /// <summary>Catches the exception of a statement that the database refuses.</summary>
    HideFailure,
}
