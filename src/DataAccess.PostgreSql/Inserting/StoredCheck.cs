namespace DataAccess.PostgreSql.Inserting;

/// <summary>How it is made sure that the server has stored every row of an insert that it reports as done.</summary>
internal enum StoredCheck
{
    /// <summary>Nothing of the table can swallow a row. The statement of several rows fails where that has changed.</summary>
    Guarded,

    /// <summary>A trigger may swallow a row, so the statement counts what it wrote and fails where some is missing.</summary>
    Counted,

    /// <summary>The count is looked at before COMMIT: rules and foreign tables take no statement that counts itself.</summary>
    Transaction,
}
