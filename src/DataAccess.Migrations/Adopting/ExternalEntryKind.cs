namespace DataAccess.Migrations.Adopting;

internal enum ExternalEntryKind
{
    Applied = 0,

    /// <summary>It failed, or it is not known how far it got.</summary>
    Failed = 1,

    /// <summary>It was applied and is not any more.</summary>
    Undone = 2,

    /// <summary>All versions up to this one.</summary>
    AppliedUpTo = 3,

    /// <summary>All versions up to this one were marked as applied.</summary>
    BaselineUpTo = 4,

    /// <summary>All versions below this one were marked as applied.</summary>
    BaselineBelow = 5,

    Repeatable = 6,

    /// <summary>Not about a migration.</summary>
    Other = 7,
}
