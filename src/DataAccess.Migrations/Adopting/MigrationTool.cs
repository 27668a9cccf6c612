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

    /// <summary>goose: <c>goose_db_version</c>.</summary>
    Goose = 6,

    /// <summary>Liquibase with formatted SQL: <c>databasechangelog</c>.</summary>
    Liquibase = 7,

    /// <summary>sqlx: <c>_sqlx_migrations</c>.</summary>
    Sqlx = 8,

    /// <summary>node-pg-migrate: <c>pgmigrations</c>.</summary>
    NodePgMigrate = 9,

    /// <summary>Atlas: <c>atlas_schema_revisions</c>.</summary>
    Atlas = 10,

    /// <summary>grate: <c>ScriptsRun</c>, of which the scripts that run once are adopted.</summary>
    Grate = 11,

    /// <summary>refinery: <c>refinery_schema_history</c>.</summary>
    Refinery = 12,

    /// <summary>tern: <c>schema_version</c>, one row with the newest version.</summary>
    Tern = 13,

    /// <summary>sql-migrate: <c>gorp_migrations</c>.</summary>
    SqlMigrate = 14,
}
