using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>The parts of a script that are data: strings and quoted names that go over several lines, bodies in dollar quotes, comments of several lines, and the rows of a COPY.</summary>
internal sealed class QuotedParts
{
    private readonly List<(int Start, int End)> _parts = [];
    private readonly List<(int Start, int End)> _statements = [];

    /// <param name="text">The script. If it cannot be read by the rules, nothing of it counts as data.</param>
    /// <param name="flavour">The rules of the engine.</param>
    public QuotedParts(string text, SqlFlavour flavour)
    {
        try
        {
            foreach (var statement in SqlSplitter.Split(text, flavour, (script, comment, _) => AddBlock(script, comment)))
            {
                Add(statement);
                _statements.Add((statement.Start, statement.Start + statement.Text.Length));
            }
        }
        catch (ScriptException)
        {
            _parts.Clear();
            _statements.Clear();
        }
    }

    /// <summary>Whether a line starts in one of them.</summary>
    public bool Has(ScriptLine line) => IsIn(_parts, line);

    /// <summary>Whether a line starts in the middle of a statement, such as the body of a routine.</summary>
    public bool HasInStatement(ScriptLine line) => IsIn(_statements, line);

    private static bool IsIn(List<(int Start, int End)> parts, ScriptLine line) => parts.Exists(part => part.Start < line.Start && line.Start < part.End);

    private void AddBlock(string script, SqlToken comment)
    {
        if (comment.In(script) is ['/', '*', ..] text && text.ContainsAny('\r', '\n'))
        {
            _parts.Add((comment.Start, comment.End));
        }
    }

    private void Add(ScriptStatement statement)
    {
        var lexer = new SqlLexer(statement.Text, statement.Flavour, isStatement: true);
        while (lexer.TryRead(out var token))
        {
            if (token.Kind is SqlTokenKind.Text or SqlTokenKind.QuotedName && token.In(statement.Text).ContainsAny('\r', '\n'))
            {
                _parts.Add((statement.Start + token.Start, statement.Start + token.End));
            }
        }

        if (statement.Data is { } rows)
        {
            // The first row starts a line of its own.
            _parts.Add((rows.Start - 1, rows.Start + rows.Text.Length));
        }
    }
}
