using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>What a change of a column's type does to its values, which SQLite converts as it stores them (sqlite.org/datatype3.html). Pure.</summary>
internal static class SqliteTypeChange
{
    private static readonly string[] EndsOfType = ["constraint", "primary", "not", "null", "unique", "check", "default", "collate", "references", "generated", "as"];

    /// <summary>The affinities by the pieces of a type's name that give them, in the order in which they count.</summary>
    private static readonly (string Piece, string Affinity)[] Pieces =
    [
        ("int", "number"), ("char", "text"), ("clob", "text"), ("text", "text"), ("blob", "none"), ("real", "real"), ("floa", "real"), ("doub", "real"),
    ];

    /// <summary>The type of a column as it was written; empty if it has none.</summary>
    public static string TypeOf(SnapshotColumn column)
    {
        var words = new StatementWords(column.Type, SqliteFlavour.Instance);
        var end = 0;
        while (end < words.Count && (words.IsQuoted(end) || !EndsOfType.Contains(words[end], StringComparer.OrdinalIgnoreCase)))
        {
            end++;
        }

        return end == 0 ? "" : column.Type[..words.TokenAt(end - 1).End];
    }

    /// <summary>
    /// Whether each value of one type is the same value of another. What is no such value in a strict table is refused, and not changed.
    /// A number that becomes text has no more than 15 digits, and text becomes a number where it looks like one: <c>007</c> is 7.
    /// </summary>
    /// <param name="from">The type that a column has.</param>
    /// <param name="wasStrict">Whether its table is strict.</param>
    /// <param name="to">The type that it gets.</param>
    /// <param name="isStrict">Whether its table is strict then.</param>
    public static bool KeepsValues(string from, bool wasStrict, string to, bool isStrict)
    {
        var (old, wished) = (Affinity(from, wasStrict), Affinity(to, isStrict));
        return old == wished || wished == "none" || (wasStrict && old == "number" && wished == "text");
    }

    /// <summary>What a type converts values to. Whole and other numbers are one, as a number is stored by its value there.</summary>
    private static string Affinity(string type, bool isStrict)
    {
        if (type.Length == 0 || (isStrict && type.Equals("any", StringComparison.OrdinalIgnoreCase)))
        {
            return "none";
        }

        return Pieces.FirstOrDefault(p => type.Contains(p.Piece, StringComparison.OrdinalIgnoreCase)).Affinity ?? "number";
    }
}
