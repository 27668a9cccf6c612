using System.Collections.Frozen;
using DataAccess.Migrations.Parsing;
using DataAccess.Sql;

namespace DataAccess.Migrations.Snapshots;

/// <summary>What a statement is about, for <see cref="SnapshotDialect.Keeps"/>.</summary>
internal static class StatementKind
{
    private static readonly FrozenSet<string> BeforeBrackets = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "SELECT", "FROM", "JOIN", "LATERAL", "WHERE", "AND", "OR", "NOT", "IN", "EXISTS", "ANY", "ALL", "SOME", "AS", "ON", "USING", "VALUES", "CASE", "WHEN", "THEN", "ELSE", "OVER", "FILTER",
        "WITHIN", "GROUP", "BY", "HAVING", "LIMIT", "OFFSET", "UNION", "INTERSECT", "EXCEPT", "BETWEEN", "LIKE", "DISTINCT", "ROW", "VARCHAR", "CHAR", "DECIMAL", "NUMERIC", "MATERIALIZED");

    /// <summary>The first word behind the verb that is no modifier: <c>TABLE</c> of <c>CREATE UNLOGGED TABLE</c>.</summary>
    public static string Of(StatementWords words, FrozenSet<string> modifiers)
    {
        var at = 1;
        while (at < words.Count && !words.IsQuoted(at) && modifiers.Contains(words[at]))
        {
            at++;
        }

        return words.IsQuoted(at) ? "" : words[at].ToUpperInvariant();
    }

    /// <summary>Whether it calls a function that is not known to change nothing.</summary>
    /// <param name="words">The statement.</param>
    /// <param name="dialect">Knows the functions that change nothing.</param>
    /// <param name="known">A function that changes the session only, or null.</param>
    public static bool CallsUnknown(StatementWords words, SqlDialect dialect, string? known = null)
        => Enumerable.Range(0, words.Count).Any(i => words[i + 1] == "(" && words.TokenAt(i).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName && !words[i].Equals(known, StringComparison.OrdinalIgnoreCase)
            && !BeforeBrackets.Contains(words[i]) && !IsHarmless(words[i].ToLowerInvariant(), dialect));

    private static bool IsHarmless(string name, SqlDialect dialect) => dialect.IsHarmless(name) || dialect.IsHarmless(name + "()");
}
