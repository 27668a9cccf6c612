namespace DataAccess.Migrations.Adopting;

/// <summary>How another tool keeps its history.</summary>
/// <param name="Name">The tool's name, for messages.</param>
/// <param name="Tables">What its table may be called.</param>
/// <param name="Columns">The columns that it is known by.</param>
/// <param name="Order">The column that says what came first, or null where it does not matter.</param>
/// <param name="Read">Reads a row. Pure.</param>
internal sealed record ForeignTool(string Name, string[] Tables, string[] Columns, string? Order, Func<ForeignRow, ForeignEntry> Read)
{
    public static ForeignTool Of(MigrationTool tool) => tool switch
    {
        MigrationTool.Flyway => new("Flyway", ["flyway_schema_history"], ["installedrank", "version", "description", "type", "success"], "installedrank", Flyway),
        MigrationTool.DbUp => new("DbUp", ["schemaversions", "SchemaVersions"], ["scriptname", "applied"], null, DbUp),
        MigrationTool.Evolve => new("Evolve", ["changelog"], ["id", "type", "version", "name", "success"], "id", Evolve),
        MigrationTool.GolangMigrate => new("golang-migrate", ["schema_migrations"], ["version", "dirty"], null, GolangMigrate),
        MigrationTool.Dbmate => new("dbmate", ["schema_migrations"], ["version"], null, Dbmate),
        MigrationTool.EntityFramework => new("Entity Framework", ["__EFMigrationsHistory", "__efmigrationshistory"], ["migrationid", "productversion"], null, EntityFramework),
        _ => throw new ArgumentOutOfRangeException(nameof(tool), tool, "There is no such tool."),
    };

    private static ForeignEntry Flyway(ForeignRow row)
    {
        var type = (row.Text("type") ?? "").ToUpperInvariant();
        var version = row.Text("version");
        var kind = !row.Flag("success") ? ForeignEntryKind.Failed
            : type.StartsWith("UNDO", StringComparison.Ordinal) || type == "DELETE" ? ForeignEntryKind.Undone
            : type == "SCHEMA" ? ForeignEntryKind.Other
            : type.Contains("BASELINE", StringComparison.Ordinal) ? ForeignEntryKind.BaselineUpTo
            : version is null ? ForeignEntryKind.Repeatable
            : ForeignEntryKind.Applied;
        return new ForeignEntry(kind, version, row.Text("description") ?? "");
    }

    /// <summary>The types are numbered: a migration, a schema made, a schema found empty, the version to start at, a repeatable one.</summary>
    private static ForeignEntry Evolve(ForeignRow row)
        => new(
            !row.Flag("success") ? ForeignEntryKind.Failed : row.Number("type") switch
            {
                0 => ForeignEntryKind.Applied,
                3 => ForeignEntryKind.BaselineBelow,
                4 => ForeignEntryKind.Repeatable,
                _ => ForeignEntryKind.Other,
            },
            row.Number("type") == 4 ? null : row.Text("version"),
            row.Text("name") ?? "");

    private static ForeignEntry DbUp(ForeignRow row) => new(ForeignEntryKind.Applied, null, row.Text("scriptname") ?? "");

    private static ForeignEntry GolangMigrate(ForeignRow row)
        => new(row.Flag("dirty") ? ForeignEntryKind.Failed : ForeignEntryKind.AppliedUpTo, row.Text("version"), "");

    private static ForeignEntry Dbmate(ForeignRow row)
        => row.Has("dirty")
            ? throw MigrationException.Validation(["schema_migrations has a column 'dirty', so it is golang-migrate's and not dbmate's. Use --from golang-migrate."])
            : new(ForeignEntryKind.Applied, row.Text("version"), "");

    private static ForeignEntry EntityFramework(ForeignRow row)
    {
        var id = row.Text("migrationid") ?? "";
        return new ForeignEntry(ForeignEntryKind.Applied, id.Split('_')[0], id);
    }
}
