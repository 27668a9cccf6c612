using DataAccess.Migrations.Parsing;
using DataAccess.Sql;

namespace DataAccess.Migrations.Snapshots;

/// <summary>The statements of files whose effect a snapshot does not have: it reads the schema, and neither rights nor what belongs to the server.</summary>
/// <param name="snapshot">What is read of a schema.</param>
/// <param name="dialect">Knows the functions that change nothing.</param>
internal sealed class UnkeptStatements(SnapshotDialect snapshot, SqlDialect dialect)
{
    /// <summary>How many are named; the rest is counted.</summary>
    private const int MaxNamed = 50;

    /// <summary>A definition may say at its end where it belongs.</summary>
    private const int MaxWords = 10_000;

    /// <summary>An insert of written rows only says where they go.</summary>
    private const int WordsOfInsert = 16;

    /// <summary>Each as <c>path:line: statement</c>; rows are left to those who count them.</summary>
    public IReadOnlyList<string> Of(string path, IEnumerable<ScriptStatement> statements)
        => statements.Where(statement => !IsKept(statement)).Select(statement => Invariant($"{path}:{statement.Line}: {Shown(statement)}")).ToList();

    /// <summary>The first of a list, and how many others there are.</summary>
    public static IEnumerable<string> Named(IReadOnlyList<string> unkept)
        => unkept.Count <= MaxNamed ? unkept : unkept.Take(MaxNamed).Append(Invariant($"and {unkept.Count - MaxNamed} other statements"));

    private bool IsKept(ScriptStatement statement)
        => snapshot.Keeps(new StatementWords(statement.Text, statement.Flavour, LiteralInsert.Is(statement.Text, statement.Flavour) ? WordsOfInsert : MaxWords), dialect);

    /// <summary>A password is not shown.</summary>
    private static string Shown(ScriptStatement statement)
    {
        if (!statement.Text.Contains("password", StringComparison.OrdinalIgnoreCase) && !statement.Text.Contains("identified", StringComparison.OrdinalIgnoreCase))
        {
            return SnapshotText.OneLine(statement.FirstLine);
        }

        var words = new StatementWords(statement.Text, statement.Flavour, limit: 2);
        return $"{words[0]} {words[1]} …";
    }
}
