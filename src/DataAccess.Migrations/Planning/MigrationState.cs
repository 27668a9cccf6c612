namespace DataAccess.Migrations;

/// <summary>Where a migration stands.</summary>
public enum MigrationState
{
    /// <summary>Not applied yet.</summary>
    Pending = 0,

    /// <summary>Applied, and the file is as it was.</summary>
    Applied = 1,

    /// <summary>Repeatable, applied, and changed since.</summary>
    Changed = 2,

    /// <summary>Applied or undone in part; the next run goes on.</summary>
    Partial = 3,

    /// <summary>Taken as applied without being run.</summary>
    Baseline = 4,

    /// <summary>Applied, and its file is not there.</summary>
    Missing = 5,
}
