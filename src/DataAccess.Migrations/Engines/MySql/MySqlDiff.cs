using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>Changes schemas of MySQL and MariaDB. A table is changed by one statement, so that a counter and its key come together.</summary>
internal sealed class MySqlDiff : DiffDialect
{
    public override string RenameTable(string from, string to) => $"rename table {from} to {to}";

    /// <summary>The order of a table's indexes, in which they were made, means nothing.</summary>
    public override string Comparable(SnapshotObject item)
    {
        var lines = item.Create.Split('\n').Select(static line => line.TrimEnd(',')).ToList();
        var text = item.Kind != "table" ? item.Create : string.Join('\n', lines.Where(static line => !IsKey(line)).Concat(lines.Where(IsKey).Order(StringComparer.Ordinal)));
        return $"{item.Client?.Before}{text}";

        static bool IsKey(string line) => line.StartsWith("  KEY ", StringComparison.Ordinal) || line.StartsWith("  UNIQUE KEY ", StringComparison.Ordinal);
    }

    public override IReadOnlyList<DiffStatement>? Change(SnapshotObject from, SnapshotObject to) => from.Kind switch
    {
        "table" => ChangeTable(from, to),
        _ => null,
    };

    /// <summary>The server refuses to change a column, or to drop the key, that a foreign key uses.</summary>
    public override bool IsDisturbed(SnapshotObject user, SnapshotObject from, SnapshotObject to)
        => user.Kind == "foreign key" && (Split(from.Shape).Partitions != Split(to.Shape).Partitions || Touched(from, to).Any(name => user.Create.Contains(name, StringComparison.Ordinal)));

    /// <summary>The columns that are changed, and those of keys that go.</summary>
    private static IEnumerable<string> Touched(SnapshotObject from, SnapshotObject to)
    {
        var parts = from.Parts.Except(to.Parts).Select(static p => p.Definition).ToList();
        return from.Columns.Where(c => Redefines(from, to) || to.Columns.All(n => n.Definition != c.Definition) || parts.Exists(part => part.Contains(c.Name, StringComparison.Ordinal))).Select(static c => c.Name);
    }

    /// <summary>Whether columns without a character set of their own get another one.</summary>
    private static bool Redefines(SnapshotObject from, SnapshotObject to) => MySqlColumnType.DefaultsOf(from) != MySqlColumnType.DefaultsOf(to);

    private static List<DiffStatement> ChangeTable(SnapshotObject from, SnapshotObject to)
    {
        var statements = new List<DiffStatement>();
        var (oldOptions, oldPartitions) = Split(from.Shape);
        var (options, partitions) = Split(to.Shape);
        if (oldOptions != options)
        {
            // What is no longer written is not reset by leaving it out.
            statements.Add(new($"alter table {to.Name} {options}{(oldOptions.Contains("COMMENT=", StringComparison.Ordinal) && !options.Contains("COMMENT=", StringComparison.Ordinal) ? " COMMENT=''" : "")}{(oldOptions.Contains("ROW_FORMAT=", StringComparison.Ordinal) && !options.Contains("ROW_FORMAT=", StringComparison.Ordinal) ? " ROW_FORMAT=DEFAULT" : "")}"));
        }

        var clauses = Clauses(from, to, Redefines(from, to)).ToList();
        if (clauses.Count > 0)
        {
            statements.Add(new($"alter table {to.Name}\n  {string.Join(",\n  ", clauses)}", LossOf(from, to)));
        }

        if (oldPartitions != partitions)
        {
            statements.Add(new(partitions.Length > 0 ? $"alter table {to.Name} {partitions}" : $"alter table {to.Name} remove partitioning"));
        }

        return statements;
    }

    /// <summary>The columns that go, or are computed from now on, and those whose values another type may not hold.</summary>
    private static string? LossOf(SnapshotObject from, SnapshotObject to)
    {
        var losses = new List<string>();
        foreach (var column in from.Columns.Where(static c => c.Generated is null))
        {
            var wished = to.Columns.FirstOrDefault(c => c.Name == column.Name);
            if (wished is null || wished.Generated is not null)
            {
                losses.Add($"the column {to.Name}.{column.Name} with its values");
            }
            else if (MySqlColumnType.Of(column, from) is var old && MySqlColumnType.Of(wished, to) is var type && !MySqlTypeChange.KeepsValues(old, type))
            {
                losses.Add(TypeName.LossOf($"{to.Name}.{column.Name}", old.Text, type.Text));
            }
        }

        return losses.Count == 0 ? null : string.Join(", and ", losses);
    }

    private static IEnumerable<string> Clauses(SnapshotObject from, SnapshotObject to, bool redefines)
    {
        // Between stored and virtual there is no way but to make the column anew, with the keys that have it.
        var remade = from.Columns.Where(c => to.Columns.Any(n => n.Name == c.Name && IsVirtual(n) != IsVirtual(c))).Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
        var parts = to.Parts.Where(p => from.Parts.Contains(p) && !remade.Any(c => p.Definition.Contains(c, StringComparison.Ordinal))).ToList();
        foreach (var part in from.Parts.Where(p => !parts.Contains(p)))
        {
            yield return part.Drop;
        }

        foreach (var column in from.Columns.Where(c => remade.Contains(c.Name) || to.Columns.All(n => n.Name != c.Name)))
        {
            yield return $"drop column {column.Name}";
        }

        foreach (var clause in Columns(@from with { Columns = from.Columns.Where(c => !remade.Contains(c.Name)).ToList() }, to, redefines))
        {
            yield return clause;
        }

        foreach (var part in to.Parts.Where(p => !parts.Contains(p)))
        {
            yield return $"add {part.Definition}";
        }
    }

    private static IEnumerable<string> Columns(SnapshotObject from, SnapshotObject to, bool redefines)
    {
        // The names in the order in which the table has them at this point.
        var order = from.Columns.Select(static c => c.Name).Where(name => to.Columns.Any(c => c.Name == name)).ToList();
        for (var i = 0; i < to.Columns.Count; i++)
        {
            var column = to.Columns[i];
            var place = i == 0 ? "first" : $"after {to.Columns[i - 1].Name}";
            var old = from.Columns.FirstOrDefault(c => c.Name == column.Name);
            var moves = i >= order.Count || order[i] != column.Name;
            if (old is null)
            {
                order.Insert(Math.Min(i, order.Count), column.Name);
                yield return $"add column {column.Definition} {place}";
            }
            else if (moves || redefines || old.Definition != column.Definition)
            {
                order.Remove(column.Name);
                order.Insert(i, column.Name);
                yield return $"modify column {column.Definition}{(moves ? $" {place}" : "")}";
            }
        }
    }

    private static bool IsVirtual(SnapshotColumn column) => column.Generated is { } definition && definition.Contains(" VIRTUAL", StringComparison.Ordinal);

    private static (string Options, string Partitions) Split(string shape)
    {
        var at = shape.IndexOf("PARTITION BY", StringComparison.Ordinal);
        if (at < 0)
        {
            return (shape.Trim(), "");
        }

        var open = shape.LastIndexOf("/*!", at, StringComparison.Ordinal);
        var start = open >= 0 ? open : at;
        return (shape[..start].Trim(), shape[start..].Trim());
    }
}
