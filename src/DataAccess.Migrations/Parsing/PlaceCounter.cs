namespace DataAccess.Migrations.Parsing;

/// <summary>Counts lines and columns of a text, from 1, for places that are asked for in their order, so that all of it is read once.</summary>
/// <param name="text">The text.</param>
/// <param name="from">The place to begin at; null for the start.</param>
internal sealed class PlaceCounter(string text, ScriptPlace? from = null)
{
    private int _at = from?.Index ?? 0;
    private int _line = from?.Line ?? 1;
    private int _column = from?.Column ?? 1;

    /// <summary>The line and column of a place that is not before the one asked for last.</summary>
    public (int Line, int Column) Of(int index)
    {
        var passed = text.AsSpan(_at, index - _at);
        var end = passed.LastIndexOf('\n');
        if (end >= 0)
        {
            _line += passed.Count('\n');
            _column = 1;
        }

        _column += CharactersIn(passed[(end + 1)..]);
        _at = index;
        return (_line, _column);
    }

    /// <summary>As editors count: a character outside the basic plane is one, though a string has two for it.</summary>
    public static int CharactersIn(ReadOnlySpan<char> text)
    {
        var count = text.Length;
        foreach (var c in text)
        {
            count -= char.IsLowSurrogate(c) ? 1 : 0;
        }

        return count;
    }
}
