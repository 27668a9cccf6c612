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

    /// <summary>Whether <c>alter table</c> can add the column, whatever rows there are.</summary>
    public static bool CanBeAdded(SnapshotColumn column)
    {
        var words = new StatementWords(column.Definition, SqliteFlavour.Instance);
        var isBound = words.Has("primary") || words.Has("unique") || words.Has("references") || words.Has("check") || words.Has("generated") || words.Has("as");
        var byDefault = words.IndexOf("default");
        var isConstant = byDefault < 0 || (words[byDefault + 1] != "(" && !words[byDefault + 1].StartsWith("current_", StringComparison.OrdinalIgnoreCase));
        return !isBound && isConstant && (!words.Has("not", "null") || byDefault > 0);
    }

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
