using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Snapshots;

/// <summary>Cuts a <c>create table</c> statement where its first brackets have commas.</summary>
/// <param name="Head">What stands before the bracket.</param>
/// <param name="Parts">What stands between the commas.</param>
/// <param name="Tail">What stands behind the bracket.</param>
internal sealed record TopLevelParts(string Head, IReadOnlyList<string> Parts, string Tail)
{
    /// <summary>The pieces; all of the statement is the head if it has no brackets.</summary>
    public static TopLevelParts Of(string statement, SqlFlavour flavour)
    {
        var lexer = new SqlLexer(statement, flavour);
        var parts = new List<string>();
        var (depth, start, open, close) = (0, 0, -1, -1);
        while (close < 0 && lexer.TryRead(out var token))
        {
            if (token.IsSymbol(statement, '('))
            {
                depth++;
                (open, start) = open < 0 ? (token.Start, token.End) : (open, start);
            }
            else if (token.IsSymbol(statement, ')'))
            {
                depth--;
                close = depth == 0 ? token.Start : -1;
            }
            else if (depth == 1 && token.IsSymbol(statement, ','))
            {
                parts.Add(statement[start..token.Start].Trim());
                start = token.End;
            }
        }

        if (close < 0)
        {
            return new TopLevelParts(statement, [], "");
        }

        parts.Add(statement[start..close].Trim());
        return new TopLevelParts(statement[..open].TrimEnd(), parts, statement[(close + 1)..].Trim());
    }
}
