using System.Text;

namespace DataAccess.Migrations.Tests.Diffing;

/// <summary>A random script of a schema. Names are few, so that two of them have much in common.</summary>
/// <param name="random">The source of chance.</param>
/// <param name="types">The column types with a default of each.</param>
/// <param name="generated">What follows the type of a generated column.</param>
/// <param name="foreignKeysInside">Whether <c>alter table</c> cannot add constraints.</param>
internal sealed class RandomSchema(Random random, IReadOnlyList<(string Type, string Default)> types, string generated, bool foreignKeysInside)
{
    private static readonly string[] Tables = ["alpha", "beta", "gamma", "delta"];
    private static readonly string[] Columns = ["a", "b", "c", "d", "e"];

    public string Write()
    {
        var text = new StringBuilder();
        var tables = Tables.Where(_ => random.Next(4) > 0).ToList();
        var after = new StringBuilder();
        var ids = tables.ToDictionary(static t => t, _ => random.Next(3) == 0 ? "bigint" : "int", StringComparer.Ordinal);
        var withKey = tables.Where(_ => random.Next(5) > 0).ToHashSet(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            text.Append($"create table {table} (\n  {string.Join(",\n  ", Parts(table, ids, [.. tables.Where(withKey.Contains)], after))}\n);\n");
        }

        return $"{text}{after}{Views(tables)}select 1;";
    }

    private IEnumerable<string> Parts(string table, Dictionary<string, string> ids, IReadOnlyList<string> targets, StringBuilder after)
    {
        yield return $"id {ids[table]} not null";
        var columns = Columns.Where(_ => random.Next(3) > 0).ToList();
        foreach (var column in columns)
        {
            var (type, value) = types[random.Next(types.Count)];
            yield return $"{column} {type}{(random.Next(3) == 0 ? $" default {value}" : "")}{(random.Next(3) == 0 ? " not null" : "")}";
            if (random.Next(3) == 0)
            {
                after.Append($"create {(random.Next(3) == 0 ? "unique " : "")}index {table}_{column} on {table} ({column}{(random.Next(2) == 0 ? "" : ", id desc")});\n");
            }
        }

        if (random.Next(3) == 0)
        {
            yield return $"g int {string.Format(Invariant, generated, random.Next(1, 3))}";
        }

        if (random.Next(2) == 0 && targets.Count > 0)
        {
            var target = targets[random.Next(targets.Count)];
            var action = random.Next(2) == 0 ? "" : " on delete cascade";
            yield return $"ref_id {ids[target]}{(foreignKeysInside ? $" references {target} (id){action}" : "")}";
            if (!foreignKeysInside)
            {
                after.Append($"alter table {table} add constraint {table}_ref foreign key (ref_id) references {target} (id){action};\n");
            }
        }

        if (targets.Contains(table, StringComparer.Ordinal))
        {
            yield return "primary key (id)";
        }

        if (random.Next(3) == 0)
        {
            yield return $"constraint {table}_ok check (id > {random.Next(2)})";
        }
    }

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;

    private string Views(IReadOnlyList<string> tables)
    {
        var text = new StringBuilder();
        foreach (var table in tables.Where(_ => random.Next(3) == 0))
        {
            text.Append($"create view {table}_view as select id, id + {random.Next(1, 3)} as n from {table};\ncreate view a_{table} as select n from {table}_view;\n");
        }

        return text.ToString();
    }
}
