namespace DataAccess;

/// <summary>The outcome of an admitted row. Every admitted row has exactly one outcome.</summary>
public enum RowOutcome
{
    /// <summary>The row is in the database: COMMIT was answered.</summary>
    Committed = 0,

    /// <summary>The row was rejected for its data. The same row would be rejected again.</summary>
    Rejected = 1,

    /// <summary>The row is proven not to be in the database.</summary>
    NotPersisted = 2,

    /// <summary>The connection was lost between COMMIT and its answer: the row may or may not be in the database.</summary>
    Unknown = 3,
}
