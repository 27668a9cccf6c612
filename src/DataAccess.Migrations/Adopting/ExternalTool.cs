namespace DataAccess.Migrations.Adopting;

/// <summary>How another tool keeps its history.</summary>
/// <param name="Name">The tool's name, for messages.</param>
/// <param name="Tables">What its table may be called.</param>
/// <param name="Columns">The columns that it is known by.</param>
/// <param name="Order">The column that says what came first, or null where it does not matter.</param>
/// <param name="Read">Reads a row. Pure.</param>
internal sealed record ExternalTool(string Name, string[] Tables, string[] Columns, string? Order, Func<ExternalRow, ExternalEntry> Read)
{
    public static ExternalTool Of(MigrationTool tool) => tool switch
    {
        MigrationTool.Flyway => new("Flyway", ["flyway_schema_history"], ["installedrank", "version", "description", "type", "success"], "installedrank", Flyway),
        MigrationTool.DbUp => new("DbUp", ["schemaversions", "SchemaVersions"], ["scriptname", "applied"], null, DbUp),
        MigrationTool.Evolve => new("Evolve", ["changelog"], ["id", "type", "version", "name", "success"], "id", Evolve),
        MigrationTool.GolangMigrate => new("golang-migrate", ["schema_migrations"], ["version", "dirty"], null, GolangMigrate),
        MigrationTool.Dbmate => new("dbmate", ["schema_migrations"], ["version"], null, Dbmate),
        MigrationTool.EntityFramework => new("Entity Framework", ["__EFMigrationsHistory", "__efmigrationshistory"], ["migrationid", "productversion"], null, EntityFramework),
        MigrationTool.Goose => new("goose", ["goose_db_version"], ["id", "versionid", "isapplied"], "id", MoreTools.Goose),
        MigrationTool.Liquibase => new("Liquibase", ["databasechangelog", "DATABASECHANGELOG"], ["id", "author", "filename", "orderexecuted", "exectype"], "orderexecuted", MoreTools.Liquibase),
        MigrationTool.Sqlx => new("sqlx", ["_sqlx_migrations"], ["version", "description", "success", "checksum"], null, MoreTools.Sqlx),
        MigrationTool.NodePgMigrate => new("node-pg-migrate", ["pgmigrations"], ["id", "name", "runon"], "id", MoreTools.NodePgMigrate),
        MigrationTool.Atlas => new("Atlas", ["atlas_schema_revisions", "atlas_schema_revisions.atlas_schema_revisions"], ["version", "description", "type", "applied", "total"], null, MoreTools.Atlas),
        MigrationTool.Grate => new("grate", ["grate_ScriptsRun", "grate.ScriptsRun", "grate.scriptsrun", "ScriptsRun"], ["id", "scriptname", "onetimescript"], "id", MoreTools.Grate),
        MigrationTool.Refinery => new("refinery", ["refinery_schema_history"], ["version", "name", "appliedon", "checksum"], null, MoreTools.Refinery),
        MigrationTool.Tern => new("tern", ["schema_version"], ["version"], null, MoreTools.Tern),
        MigrationTool.SqlMigrate => new("sql-migrate", ["gorp_migrations"], ["id", "appliedat"], null, MoreTools.SqlMigrate),
        _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "There is no such tool."),
    };

    private static ExternalEntry Flyway(ExternalRow row)
    {
        var type = (row.Text("type") ?? "").ToUpperInvariant();
        var version = row.Text("version");
        var kind = !row.Flag("success") ? ExternalEntryKind.Failed
            : type.StartsWith("UNDO", StringComparison.Ordinal) || type == "DELETE" ? ExternalEntryKind.Undone
            : type == "SCHEMA" ? ExternalEntryKind.Other
            : type.Contains("BASELINE", StringComparison.Ordinal) ? ExternalEntryKind.BaselineUpTo
            : version is null ? ExternalEntryKind.Repeatable
            : ExternalEntryKind.Applied;
        return new ExternalEntry(kind, version, row.Text("description") ?? "");
    }

    /// <summary>The types are numbered: a migration, a schema made, a schema found empty, the version to start at, a repeatable one.</summary>
    private static ExternalEntry Evolve(ExternalRow row)
        => new(
            !row.Flag("success") ? ExternalEntryKind.Failed : row.Number("type") switch
            {
                0 => ExternalEntryKind.Applied,
                3 => ExternalEntryKind.BaselineBelow,
                4 => ExternalEntryKind.Repeatable,
                _ => ExternalEntryKind.Other,
            },
            row.Number("type") == 4 ? null : row.Text("version"),
            row.Text("name") ?? "");

    private static ExternalEntry DbUp(ExternalRow row) => new(ExternalEntryKind.Applied, null, row.Text("scriptname") ?? "");

    private static ExternalEntry GolangMigrate(ExternalRow row)
        => new(row.Flag("dirty") ? ExternalEntryKind.Failed : ExternalEntryKind.AppliedUpTo, row.Text("version"), "");

    private static ExternalEntry Dbmate(ExternalRow row)
        => row.Has("dirty")
            ? throw MigrationException.Validation(["schema_migrations has a column 'dirty', so it is golang-migrate's and not dbmate's. Use --from golang-migrate."])
            : new(ExternalEntryKind.Applied, row.Text("version"), "");

    private static ExternalEntry EntityFramework(ExternalRow row)
    {
        var id = row.Text("migrationid") ?? "";
        return new ExternalEntry(ExternalEntryKind.Applied, id.Split('_')[0], id);
    }
}
