namespace DataAccess.Migrations;

/// <summary>What runs in one transaction, where the database can roll back what a migration does.</summary>
public enum MigrationTransaction
{
    /// <summary>Each file is one transaction. A file that cannot be one (on MySQL most, elsewhere those that say <c>no-transaction</c>) runs step by step, journaled.</summary>
    File = 0,

    /// <summary>All pending files together are one transaction; refused where one of them cannot be part of it.</summary>
    All = 1,

    /// <summary>Every file runs step by step, journaled.</summary>
    None = 2,
}
