namespace DataAccess.Providers;

/// <summary>What the database said of a row that was to be changed.</summary>
internal enum ChangeAnswer
{
    /// <summary>It was changed.</summary>
    Changed,

    /// <summary>There is no row with its key.</summary>
    Missing,

    /// <summary>The row has another version. Nothing was changed.</summary>
    Conflict,

    /// <summary>The row is there, and the database reported success and did not change it.</summary>
    Swallowed,
}
