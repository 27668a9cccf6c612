namespace DataAccess.Migrations;

/// <summary>What a repair does to a row of the history.</summary>
public enum MigrationRepairKind
{
    /// <summary>Accepts what the file says now: its checksum becomes the row's.</summary>
    Accept = 0,

    /// <summary>Gives the row the name of the file that has its version.</summary>
    Rename = 1,

    /// <summary>Gives the row another version, as its file has one.</summary>
    Renumber = 2,

    /// <summary>Removes the row, so that its migration counts as never applied.</summary>
    Forget = 3,
}
