using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>Changes schemas of SQLite, where most changes of a table make it anew (sqlite.org/lang_altertable.html).</summary>
internal sealed class SqliteDiff : DiffDialect
{
    private static readonly SqliteSnapshot Snapshot = new();

    // Inside a transaction foreign keys cannot be switched off, and to drop a table would delete what refers to it.
    public override DiffFrame FrameOf(IReadOnlyList<DiffStatement> statements)
        => statements.Any(static s => s.Sql.StartsWith("drop table ", StringComparison.Ordinal))
            ? new(["no-transaction"], [new("pragma foreign_keys = off"), new("pragma legacy_alter_table = on")], [new("pragma legacy_alter_table = off"), new("pragma foreign_keys = on")])
            : DiffFrame.None;

    public override string RenameTable(string from, string to) => $"alter table {from} rename to {to}";

    public override string Comparable(SnapshotObject item) => Snapshot.Comparable(item.Create);

    public override IReadOnlyList<DiffStatement>? Change(SnapshotObject from, SnapshotObject to)
        => from.Kind != "table" ? null : Added(from, to) is { } columns ? [.. columns.Select(c => new DiffStatement($"alter table {to.Name} add column {c.Definition}"))] : Rebuild(from, to);

    public override bool IsDisturbed(SnapshotObject user, SnapshotObject from, SnapshotObject to) => user.Table == from.Id && Added(from, to) is null;

    /// <summary>The columns that can be added to the table as it is; null if it has to be made anew.</summary>
    private static List<SnapshotColumn>? Added(SnapshotObject from, SnapshotObject to)
    {
        var (old, wished) = (Pieces(from), Pieces(to));
        var columns = to.Columns.Skip(from.Columns.Count).ToList();
        var isKept = old.Head == wished.Head && old.Tail == wished.Tail && wished.Parts.Where(part => !columns.Exists(c => Snapshot.Comparable(c.Definition) == part)).SequenceEqual(old.Parts, StringComparer.Ordinal);
        return isKept && columns.Count > 0 && columns.TrueForAll(SqliteTable.CanBeAdded) ? columns : null;
    }

    private static TopLevelParts Pieces(SnapshotObject table)
    {
        var pieces = TopLevelParts.Of(table.Create, SqliteFlavour.Instance);
        return new TopLevelParts(Snapshot.Comparable(pieces.Head), pieces.Parts.Select(Snapshot.Comparable).ToList(), Snapshot.Comparable(pieces.Tail));
    }

    private static List<DiffStatement> Rebuild(SnapshotObject from, SnapshotObject to)
    {
        var fresh = SqliteTable.Quote($"new_{SqliteTable.Unquote(to.Name)}");
        var kept = string.Join(", ", to.Columns.Where(c => c.Generated is null && from.Columns.Any(o => o.Name == c.Name)).Select(static c => c.Name));
        var pieces = TopLevelParts.Of(to.Create, SqliteFlavour.Instance);
        List<DiffStatement> statements = [new($"create table {fresh} ({to.Create[(to.Create.IndexOf('(', pieces.Head.Length) + 1)..]}")];
        if (kept.Length > 0)
        {
            statements.Add(new($"insert into {fresh} ({kept}) select {kept} from {to.Name}"));
        }

        statements.Add(new($"drop table {to.Name}", LossOf(from, to)));
        statements.Add(new($"alter table {fresh} rename to {to.Name}"));
        return statements;
    }

    private static string? LossOf(SnapshotObject from, SnapshotObject to)
    {
        var losses = new List<string>();
        var (wasStrict, isStrict) = (IsStrict(from), IsStrict(to));
        foreach (var column in from.Columns.Where(static c => c.Generated is null))
        {
            var wished = to.Columns.FirstOrDefault(c => c.Name == column.Name);
            if (wished is null || wished.Generated is not null)
            {
                losses.Add($"the column {to.Name}.{column.Name} with its values");
            }
            else if (SqliteTypeChange.TypeOf(column) is var old && SqliteTypeChange.TypeOf(wished) is var type && !SqliteTypeChange.KeepsValues(old, wasStrict, type, isStrict))
            {
                losses.Add(TypeName.LossOf($"{to.Name}.{column.Name}", Named(old), Named(type)));
            }
        }

        return losses.Count == 0 ? null : string.Join(", and ", losses);
    }

    private static string Named(string type) => type.Length > 0 ? type : "without a type";

    private static bool IsStrict(SnapshotObject table)
        => new StatementWords(TopLevelParts.Of(table.Create, SqliteFlavour.Instance).Tail, SqliteFlavour.Instance).Has("strict");
}
