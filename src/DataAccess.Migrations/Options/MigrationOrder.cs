namespace DataAccess.Migrations;

/// <summary>What to do with a file that is not applied although a newer one is.</summary>
public enum MigrationOrder
{
    /// <summary>It is an error.</summary>
    Strict = 0,

    /// <summary>It is skipped.</summary>
    Skip = 1,

    /// <summary>It is applied, before newer ones.</summary>
    Any = 2,
}
