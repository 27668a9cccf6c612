namespace DataAccess.Migrations.Adopting;

/// <summary>How rows of tools' histories are read, apart from those in <see cref="ExternalTool"/>. Pure.</summary>
internal static class MoreTools
{
    /// <summary>The bit of Atlas's type that says that a revision was marked as applied.</summary>
    private const long AtlasBaseline = 1;

    /// <summary>Each up and down adds a row, so that the last one counts; version 0 is the table's own.</summary>
    public static ExternalEntry Goose(ExternalRow row)
        => new(
            row.Number("versionid") == 0 ? ExternalEntryKind.Other : row.Flag("isapplied") ? ExternalEntryKind.Applied : ExternalEntryKind.Undone,
            row.Text("versionid"),
            "");

    /// <summary>A row for each change set; a file is applied if all of its change sets are.</summary>
    public static ExternalEntry Liquibase(ExternalRow row)
        => new(
            (row.Text("exectype") ?? "").ToUpperInvariant() switch
            {
                "FAILED" => ExternalEntryKind.Failed,
                "SKIPPED" => ExternalEntryKind.Other,
                _ => ExternalEntryKind.Applied,
            },
            null,
            row.Text("filename") ?? "")
        {
            ChangeSet = $"{row.Text("author")}:{row.Text("id")}",
        };

    public static ExternalEntry Sqlx(ExternalRow row)
        => new(row.Flag("success") ? ExternalEntryKind.Applied : ExternalEntryKind.Failed, row.Text("version"), row.Text("description") ?? "");

    public static ExternalEntry NodePgMigrate(ExternalRow row) => Named(row.Text("name") ?? "");

    public static ExternalEntry Atlas(ExternalRow row)
    {
        var version = row.Text("version") ?? "";
        var kind = !version.StartsWith('.') ? Kind() : ExternalEntryKind.Other;
        return new ExternalEntry(kind, version, row.Text("description") ?? "");

        ExternalEntryKind Kind()
            => row.Number("applied") < row.Number("total") || row.Has("error") && row.Text("error") is { Length: > 0 } ? ExternalEntryKind.Failed
                : row.Number("type") == AtlasBaseline ? ExternalEntryKind.BaselineUpTo
                : ExternalEntryKind.Applied;
    }

    /// <summary>Scripts that run whenever they change would run again anyway.</summary>
    public static ExternalEntry Grate(ExternalRow row)
        => row.Flag("onetimescript") ? Named(row.Text("scriptname") ?? "") : new ExternalEntry(ExternalEntryKind.Other, null, row.Text("scriptname") ?? "");

    public static ExternalEntry Refinery(ExternalRow row) => new(ExternalEntryKind.Applied, row.Text("version"), row.Text("name") ?? "");

    public static ExternalEntry Tern(ExternalRow row)
        => row.Has("installedrank")
            ? throw MigrationException.Validation(["schema_version has a column 'installed_rank', so it is Flyway's and not tern's. Use --from flyway --table schema_version."])
            : new(row.Number("version") == 0 ? ExternalEntryKind.Other : ExternalEntryKind.AppliedUpTo, row.Text("version"), "");

    public static ExternalEntry SqlMigrate(ExternalRow row) => Named(row.Text("id") ?? "");

    /// <summary>A file's name, whose digits in front are the version.</summary>
    private static ExternalEntry Named(string name)
    {
        var file = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var digits = file.AsSpan().IndexOfAnyExcept("0123456789.".AsSpan()) is > 0 and var end ? file[..end].TrimEnd('.') : null;
        return new ExternalEntry(ExternalEntryKind.Applied, digits, name);
    }
}
