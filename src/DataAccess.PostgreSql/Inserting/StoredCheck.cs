namespace DataAccess.PostgreSql.Inserting;

/// <summary>How to verify that the server has stored every row of an insert that it reports as successful.</summary>
internal enum StoredCheck
{
    /// <summary>Nothing on the table can swallow a row. A statement of several rows fails if that has changed.</summary>
    Guarded,

    /// <summary>A trigger may swallow a row, so the statement counts the rows that it wrote and fails if some are missing.</summary>
    Counted,

    /// <summary>The count is checked before COMMIT: rules and foreign tables do not support a statement that counts its own rows.</summary>
    Transaction,
}
