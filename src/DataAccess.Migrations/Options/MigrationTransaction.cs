namespace DataAccess.Migrations;

/// <summary>What runs in one transaction, if the database can roll back what a migration does.</summary>
public enum MigrationTransaction
{
    /// <summary>
    /// Each file is applied completely or not at all: it is one transaction or, on PostgreSQL and MySQL, part of one with its
    /// neighbours if all of them only insert literal rows (at most 64 files and 256 Ki characters, so that
    /// their locks are held only briefly). If such a transaction fails, each of its files gets its own. A file that
    /// cannot be one (on MySQL most, elsewhere those with <c>no-transaction</c>) runs step by step, journaled.
    /// </summary>
    File = 0,

    /// <summary>All pending files together are one transaction; an error if one of them cannot be part of it.</summary>
    All = 1,

    /// <summary>Every file runs step by step, journaled.</summary>
    None = 2,
}
