using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Files.Formats;

/// <summary>The parts of a script that are data: strings and quoted names that go over several lines, bodies in dollar quotes, and the rows of a COPY.</summary>
internal sealed class QuotedParts
{
    private readonly List<(int Start, int End)> _parts = [];

    /// <param name="text">The script. If it cannot be read by the rules, nothing of it counts as data.</param>
    /// <param name="flavour">The rules of the engine.</param>
    public QuotedParts(string text, SqlFlavour flavour)
    {
        try
        {
            foreach (var statement in SqlSplitter.Split(text, flavour))
            {
                Add(statement);
            }
        }
        catch (ScriptException)
        {
            _parts.Clear();
        }
    }

    /// <summary>Whether a line starts in one of them.</summary>
    public bool Has(ScriptLine line) => _parts.Exists(part => part.Start < line.Start && line.Start < part.End);

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
