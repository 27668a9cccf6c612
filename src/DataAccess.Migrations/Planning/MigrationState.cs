namespace DataAccess.Migrations;

/// <summary>The state of a migration.</summary>
public enum MigrationState
{
    /// <summary>Not applied yet.</summary>
    Pending = 0,

    /// <summary>Applied, and the file is unchanged.</summary>
    Applied = 1,

    /// <summary>Repeatable, applied, and changed since then.</summary>
    Changed = 2,

    /// <summary>Partly applied or undone; the next run continues.</summary>
    Partial = 3,

    /// <summary>Marked as applied without being run.</summary>
    Baseline = 4,

    /// <summary>Applied, and its file is missing.</summary>
    Missing = 5,

    /// <summary>Not applied, and passed over: a newer one is applied, and the order is <see cref="MigrationOrder.Skip"/> or the file is older than the baseline.</summary>
    Skipped = 6,
}
