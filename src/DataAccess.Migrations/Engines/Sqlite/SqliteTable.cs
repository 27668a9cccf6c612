using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>Takes the text of a table apart.</summary>
internal static class SqliteTable
{
    private static readonly string[] Constraints = ["constraint", "primary", "unique", "check", "foreign"];

    /// <summary>A name as SQL writes it: in quotes only where it must be.</summary>
    public static string Quote(string name)
    {
        var isPlain = name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_') && !SqliteReservedWords.All.Contains(name);
        return isPlain ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A name without its quotes, whichever they are.</summary>
    public static string Unquote(string name) => name[0] switch
    {
        '[' => name[1..^1],
        '"' or '`' => name[1..^1].Replace(new string(name[0], 2), name[..1], StringComparison.Ordinal),
        _ => name,
    };

    public static IReadOnlyList<SnapshotColumn> ColumnsOf(string sql)
        => TopLevelParts.Of(sql, SqliteFlavour.Instance).Parts.Select(ColumnOf).OfType<SnapshotColumn>().ToList();

    private static SnapshotColumn? ColumnOf(string part)
    {
        var words = new StatementWords(part, SqliteFlavour.Instance);
        if (words.Count == 0 || (!words.IsQuoted(0) && Constraints.Contains(words[0], StringComparer.OrdinalIgnoreCase)))
        {
            return null;
        }

        var type = part[words.TokenAt(0).End..].Trim();
        var isGenerated = words.Has("generated", "always") || words.IndexOf("as") > 0;
        return new SnapshotColumn(Quote(words[0]), type, part) { Generated = isGenerated ? type : null };
    }
}
