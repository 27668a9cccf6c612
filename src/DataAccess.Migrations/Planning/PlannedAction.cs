namespace DataAccess.Migrations;

/// <summary>What <c>up</c> would do with a migration.</summary>
public enum PlannedAction
{
    /// <summary>Apply it for the first time.</summary>
    Apply = 0,

    /// <summary>Apply it again: it is repeatable and has changed.</summary>
    Reapply = 1,

    /// <summary>Continue where an earlier run stopped.</summary>
    Resume = 2,

    /// <summary>Run a callback: <c>before-run.sql</c> or <c>after-run.sql</c>, which is no migration.</summary>
    Callback = 3,
}
