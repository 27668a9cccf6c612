namespace DataAccess.Migrations;

/// <summary>What <c>up</c> would do with a migration.</summary>
public enum PlannedAction
{
    /// <summary>Run it; it is not applied.</summary>
    Apply = 0,

    /// <summary>Run it again; it is repeatable and was changed.</summary>
    Reapply = 1,

    /// <summary>Go on where an earlier run stopped.</summary>
    Resume = 2,
}
