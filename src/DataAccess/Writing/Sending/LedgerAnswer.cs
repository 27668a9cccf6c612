namespace DataAccess.Writing.Sending;

/// <summary>What the ledger says about a batch whose COMMIT was not answered.</summary>
internal enum LedgerAnswer
{
    /// <summary>The ledger could not be queried.</summary>
    None,

    /// <summary>The batch is in the database.</summary>
    Committed,

    /// <summary>The batch is not in the database, and its transaction can no longer commit.</summary>
    Closed,
}
