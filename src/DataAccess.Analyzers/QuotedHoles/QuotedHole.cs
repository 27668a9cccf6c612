using DataAccess.Analyzers.Lexing;
using DataAccess.Analyzers.Statements;

namespace DataAccess.Analyzers.QuotedHoles;

/// <summary>A hole inside a literal, a quoted name or a comment, and the text around it there.</summary>
/// <param name="index">Which hole of the statement.</param>
/// <param name="kind">What it is inside of.</param>
/// <param name="before">The text from the opening quote to the hole, as SQL.</param>
/// <param name="after">The text from the hole to the closing quote, as SQL.</param>
/// <param name="canReplace">Whether a single value may stand in place of the whole literal.</param>
internal sealed class QuotedHole(int index, SqlTokenKind kind, string before, string after, bool canReplace)
{
    /// <summary>The keywords after which a value may stand. After any other word a literal may be part of a type or of an option: <c>date '…'</c>.</summary>
    private static readonly HashSet<string> BeforeValues = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "between", "by", "else", "escape", "from", "having", "ilike", "in", "is", "like", "not", "on", "or", "regexp", "returning", "rlike", "select",
        "similar", "then", "to", "values", "when", "where",
    };

    public int Index { get; } = index;

    public SqlTokenKind Kind { get; } = kind;

    public string Before { get; } = before;

    public string After { get; } = after;

    public bool CanReplace { get; } = canReplace;

    /// <summary>The text of the literal before the hole.</summary>
    public string Prefix => Unquoted(Before.Substring(Before.IndexOf(Quote) + 1));

    /// <summary>The text of the literal after the hole.</summary>
    public string Suffix => Unquoted(After.Substring(0, After.Length - 1));

    private char Quote => After[After.Length - 1];

    public static IEnumerable<QuotedHole> In(string sql)
    {
        var index = 0;
        var previous = default(SqlToken?);
        foreach (var token in SqlLexer.Lex(sql))
        {
            if (token.Kind == SqlTokenKind.Hole)
            {
                index++;
            }
            else if (token.Kind is SqlTokenKind.Text or SqlTokenKind.Name or SqlTokenKind.Comment)
            {
                var first = index;
                for (var at = Next(token.Start); at >= 0; at = Next(at + 1))
                {
                    var isOnly = index == first && Next(at + 1) < 0;
                    yield return new QuotedHole(
                        index++, token.Kind, sql.Substring(token.Start, at - token.Start), sql.Substring(at + 1, token.End - at - 1), isOnly && IsOneValue(sql, token, previous));
                }

                int Next(int from) => from < token.End ? sql.IndexOf(StatementText.HoleMark, from, token.End - from) : -1;
            }

            // A symbol or an uncertain rest may span holes too.
            else
            {
                index += sql.Substring(token.Start, token.Length).Count(static c => c == StatementText.HoleMark);
            }

            previous = token.Kind == SqlTokenKind.Comment ? previous : token;
        }
    }

    private static bool IsOneValue(string sql, SqlToken literal, SqlToken? previous) => literal.Kind switch
    {
        SqlTokenKind.Name => true,

        // A backslash means another text on each database.
        SqlTokenKind.Text => sql[literal.Start] != '$' && sql.IndexOf('\\', literal.Start, literal.Length) < 0 && MayFollow(sql, previous),
        _ => false,
    };

    private static bool MayFollow(string sql, SqlToken? previous) => previous is not { } token || token.Kind switch
    {
        SqlTokenKind.Symbol or SqlTokenKind.Open or SqlTokenKind.Comma => true,
        SqlTokenKind.Word => BeforeValues.Contains(sql.Substring(token.Start, token.Length)),
        _ => false,
    };

    private string Unquoted(string text) => text.Replace(new string(Quote, 2), Quote.ToString());
}
