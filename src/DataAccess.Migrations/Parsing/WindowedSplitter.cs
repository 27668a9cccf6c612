namespace DataAccess.Migrations.Parsing;

/// <summary>Splits a script that is too large to be held, as <see cref="SqlSplitter.Split"/> splits one that is.</summary>
/// <param name="window">What is at hand of it.</param>
/// <param name="onStatement">Takes each statement.</param>
/// <param name="onRows">Takes the place of the rows of the last statement.</param>
/// <param name="onComment">Takes the text at hand, each comment in it, and whether that stands above the first statement.</param>
internal sealed class WindowedSplitter(ScriptWindow window, Action<ScriptStatement> onStatement, Action<RowsPlace> onRows, Action<string, SqlToken, bool>? onComment)
{
    /// <param name="flavour">The rules that the script starts with.</param>
    /// <exception cref="ScriptException">As with <see cref="SqlSplitter.Split"/>.</exception>
    public void Run(SqlFlavour flavour)
    {
        var place = window.MoveTo(ScriptPlace.StartOf(flavour));
        while (true)
        {
            place = SqlSplitter.SplitPart(window, place, onStatement, onComment);
            if (place.Taking is { } statement)
            {
                place = PassRows(place with { Taking = null }, statement);
            }
            else if (window.IsLast)
            {
                return;
            }
            else
            {
                place = window.MoveTo(place);
            }
        }
    }

    private ScriptPlace PassRows(ScriptPlace place, ScriptStatement statement)
    {
        if (!LineAt(ref place).IsWhiteSpace())
        {
            throw SqlLexer.RowsNotBelow(place.Line);
        }

        place = Below(place);
        var (start, line, first) = (window.Start + place.Index, place.Line, window.ByteAt(window.Start + place.Index));
        while (true)
        {
            var row = LineAt(ref place);
            if (place.Index == window.Text.Length)
            {
                throw SqlLexer.RowsNotEnded(statement.Line);
            }

            if (row is "\\." or "\\.\r")
            {
                onRows(new RowsPlace(start, line, first, window.ByteAt(window.Start + place.Index)));
                return place with { Index = place.Index + row.Length, Column = row.Length + 1 };
            }

            place = Below(place);
        }
    }

    /// <summary>The rest of the line at a place, all of which is at hand then.</summary>
    private ReadOnlySpan<char> LineAt(ref ScriptPlace place)
    {
        while (!window.IsLast && !window.Text.AsSpan(place.Index).Contains('\n'))
        {
            place = window.MoveTo(place);
        }

        var rest = window.Text.AsSpan(place.Index);
        var end = rest.IndexOf('\n');
        return end < 0 ? rest : rest[..end];
    }

    private ScriptPlace Below(ScriptPlace place)
    {
        var length = LineAt(ref place).Length;
        return place with { Index = Math.Min(place.Index + length + 1, window.Text.Length), Line = place.Line + 1, Column = 1 };
    }
}
