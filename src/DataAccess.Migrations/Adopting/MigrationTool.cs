namespace DataAccess.Migrations;

/// <summary>Another tool whose history can be adopted.</summary>
public enum MigrationTool
{
    /// <summary>Flyway: <c>flyway_schema_history</c>.</summary>
    Flyway = 0,

    /// <summary>DbUp: <c>schemaversions</c>.</summary>
    DbUp = 1,

    /// <summary>Evolve: <c>changelog</c>.</summary>
    Evolve = 2,

    /// <summary>golang-migrate: <c>schema_migrations</c>, one row with the newest version.</summary>
    GolangMigrate = 3,

    /// <summary>dbmate: <c>schema_migrations</c>, a row for each version.</summary>
    Dbmate = 4,

    /// <summary>Entity Framework: <c>__EFMigrationsHistory</c>.</summary>
    EntityFramework = 5,
}
