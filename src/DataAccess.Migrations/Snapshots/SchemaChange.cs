namespace DataAccess.Migrations;

/// <summary>How an object of a schema differs from a snapshot.</summary>
public enum SchemaChange
{
    /// <summary>The database has it, and the snapshot does not.</summary>
    Added = 0,

    /// <summary>The snapshot has it, and the database does not.</summary>
    Removed = 1,

    /// <summary>Both have it, and its SQL differs.</summary>
    Changed = 2,
}
