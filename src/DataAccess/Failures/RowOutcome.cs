namespace DataAccess;

/// <summary>How an admitted row ended. Every one ends in exactly one way.</summary>
public enum RowOutcome
{
    /// <summary>It is in the database: COMMIT was answered.</summary>
    Committed = 0,

    /// <summary>The database refused this row for its data. It would refuse it again.</summary>
    Rejected = 1,

    /// <summary>It is proven not to be in the database.</summary>
    NotPersisted = 2,

    /// <summary>The connection died between COMMIT and its answer: it may be in the database or not.</summary>
    Unknown = 3,
}
