using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files;

/// <summary>
/// Finds <c>:from</c> and <c>:to</c>, which stand for a slice's first and last key in the statement of a backfill. A cast
/// (<c>::from</c>), strings and comments are ignored.
/// </summary>
internal static class SliceMarks
{
    public const string From = "from";
    public const string To = "to";

    /// <summary>What is wrong with a file that asks for a backfill, as <c>:line: what</c>; null where nothing is.</summary>
    public static string? ProblemOf(IReadOnlyList<ScriptStatement> statements)
    {
        if (statements.Count != 1)
        {
            return statements.Count == 0 ? null : Invariant($":{statements[1].Line}: a backfill has exactly one statement. Put this one into a file of its own.");
        }

        var statement = statements[0];
        var verb = new StatementWords(statement.Text, statement.Flavour, limit: 1)[0].ToUpperInvariant();
        if (verb is not ("UPDATE" or "DELETE" or "INSERT" or "REPLACE" or "MERGE" or "WITH"))
        {
            return Invariant($":{statement.Line}: a backfill must write rows, and '{statement.FirstLine}' does not. Write an update, delete or insert, or remove the directive.");
        }

        var marks = In(statement.Text, statement.Flavour).Select(static mark => mark.IsFrom).ToList();
        return marks.Contains(true) && marks.Contains(false)
            ? null
            : Invariant($":{statement.Line}: the backfill's statement does not use the bounds of a slice. Add to its condition: key between :from and :to");
    }

    public static IEnumerable<(int At, bool IsFrom)> In(string statement, SqlFlavour flavour)
    {
        var lexer = new SqlLexer(statement, flavour, isStatement: true);
        var colons = 0;
        while (lexer.TryRead(out var token))
        {
            if (token.IsSymbol(statement, ':'))
            {
                colons++;
                continue;
            }

            var isFrom = token.IsWord(statement, From);
            if (colons == 1 && (isFrom || token.IsWord(statement, To)) && statement[token.Start - 1] == ':')
            {
                yield return (token.Start - 1, isFrom);
            }

            colons = 0;
        }
    }
}
