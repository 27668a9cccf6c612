using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>Changes schemas of PostgreSQL.</summary>
internal sealed class PostgreSqlDiff : DiffDialect
{
    // A function may use what comes after it.
    public override DiffFrame FrameOf(IReadOnlyList<DiffStatement> statements)
        => statements.Any(static s => s.Sql.StartsWith("CREATE OR REPLACE ", StringComparison.Ordinal)) ? new([], [new("set check_function_bodies = off")], [new("reset check_function_bodies")]) : DiffFrame.None;

    public override string RenameTable(string from, string to) => $"alter table {from} rename to {to[NameStart(to)..]}";

    /// <summary>The order of columns does not count: a new one can only be the last.</summary>
    public override string Comparable(SnapshotObject item)
        => item.Kind == "table" ? $"{item.Shape}\n{string.Join('\n', item.Columns.Select(static c => c.Definition).Order(StringComparer.Ordinal))}" : item.Create;

    public override IReadOnlyList<DiffStatement>? Change(SnapshotObject from, SnapshotObject to) => from.Kind switch
    {
        "schema" => [new(to.Create)],
        "table" when from.Shape == to.Shape => PostgreSqlColumns.Change(from, to),
        "table" => throw ByHand(to, "its persistence, partitioning, inheritance or access method differs."),
        "sequence" => [new($"alter{to.Create["create".Length..].Replace(" unlogged sequence ", " sequence ", StringComparison.Ordinal)}"), .. Persistence(from, to)],
        "function" or "procedure" => from.Shape == to.Shape ? [new(to.Create)] : null,
        "type" when from.Create.Contains(" as enum (", StringComparison.Ordinal) && to.Create.Contains(" as enum (", StringComparison.Ordinal) => Enumeration(from, to),
        _ => null,
    };

    /// <summary>What reads a column that changes has to go. A table or type that has another table's row as a column cannot.</summary>
    public override bool IsDisturbed(SnapshotObject user, SnapshotObject from, SnapshotObject to)
        => user.Kind is "view" or "materialized view" or "rule" or "policy" or "trigger" or "statistics" or "function" or "procedure" or "index" or "constraint" or "foreign key" or "default"
            && PostgreSqlColumns.Touched(from, to) is { Count: > 0 } touched
            && (user.Reads.Contains($"{from.Id}.*") || touched.Any(column => user.Reads.Contains($"{from.Id}.{column}")));

    public override string? LinkOf(SnapshotObject table) => $"partition {table.Name}";

    private static IEnumerable<DiffStatement> Persistence(SnapshotObject from, SnapshotObject to)
    {
        var (was, isNow) = (from.Create.StartsWith("create unlogged", StringComparison.Ordinal), to.Create.StartsWith("create unlogged", StringComparison.Ordinal));
        return was == isNow ? [] : [new($"alter sequence {to.Name} set {(isNow ? "unlogged" : "logged")}")];
    }

    /// <summary>Values can be added, each before or after another, but neither removed nor moved.</summary>
    private static List<DiffStatement> Enumeration(SnapshotObject from, SnapshotObject to)
    {
        var (old, wished) = (Values(from), Values(to));
        if (!wished.Where(value => old.Contains(value, StringComparer.Ordinal)).SequenceEqual(old, StringComparer.Ordinal))
        {
            throw ByHand(to, "values of an enum cannot be removed or moved.");
        }

        var statements = new List<DiffStatement>();
        for (var i = 0; i < wished.Count; i++)
        {
            if (!old.Contains(wished[i], StringComparer.Ordinal))
            {
                statements.Add(new($"alter type {to.Name} add value {wished[i]} {(i > 0 ? $"after {wished[i - 1]}" : old.Count > 0 ? $"before {old[0]}" : "")}".TrimEnd()));
            }
        }

        return statements;
    }

    private static List<string> Values(SnapshotObject type)
        => TopLevelParts.Of(type.Create, PostgreSqlFlavour.Instance).Parts.Where(static value => value.Length > 0).ToList();

    /// <summary>Where a name behind its schema starts.</summary>
    private static int NameStart(string name)
    {
        var quoted = false;
        var start = 0;
        for (var i = 0; i < name.Length; i++)
        {
            quoted ^= name[i] == '"';
            start = name[i] == '.' && !quoted ? i + 1 : start;
        }

        return start;
    }
}
