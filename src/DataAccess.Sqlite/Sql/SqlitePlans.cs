using System.Data.Common;
using System.Text;
using System.Text.Json;
using DataAccess.Providers;

namespace DataAccess.Sqlite.Sql;

/// <summary>EXPLAIN QUERY PLAN, whose rows are the steps with their number and that of the step above: https://www.sqlite.org/eqp.html. It shows no values.</summary>
internal sealed class SqlitePlans : PlanSql
{
    private const int Id = 0;
    private const int Parent = 1;
    private const int Detail = 3;

    public static readonly SqlitePlans Instance = new();

    public override string Prefix(DbConnection connection, PlanFormat format, bool analyze, bool onlyReads)
        => analyze ? throw new NotSupportedException("SQLite does not measure plans. Ask for the plan without analyze.") : "explain query plan ";

    public override string Format(IReadOnlyList<string> columns, IReadOnlyList<string?[]> rows, PlanFormat format)
    {
        if (format == PlanFormat.Json)
        {
            return Json(rows);
        }

        var depths = new Dictionary<string, int>(StringComparer.Ordinal);
        return string.Join('\n', rows.Select(row =>
        {
            var depth = depths.TryGetValue(row[Parent]!, out var above) ? above + 1 : 0;
            depths[row[Id]!] = depth;
            return new string(' ', 2 * depth) + row[Detail];
        }));
    }

    private static string Json(IReadOnlyList<string?[]> rows)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                json.WritePropertyName("id");
                json.WriteRawValue(row[Id]!);
                json.WritePropertyName("parent");
                json.WriteRawValue(row[Parent]!);
                json.WriteString("detail", row[Detail]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
