namespace DataAccess.Conformance;

/// <summary>Why the database refuses a row of a batch.</summary>
public enum BadRow
{
    /// <summary>Its key is in the table.</summary>
    KeyInTable,

    /// <summary>Its key is that of an earlier row of the batch.</summary>
    KeyInBatch,

    /// <summary>A value is missing.</summary>
    Null,

    /// <summary>It breaks a check.</summary>
    Check,
}
