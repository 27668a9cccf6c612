using System.Runtime.InteropServices;

namespace DataAccess.Migrations.Parsing;

/// <summary>
/// A script whose placeholders were filled. It remembers what the file has in their place: a message shows that, as a value may be secret and an
/// editor counts the file's lines.
/// </summary>
/// <param name="source">The file's text.</param>
internal sealed class FilledText(string source)
{
    private readonly List<Value> _values = [];

    /// <summary>Adds a placeholder, in the order of the text.</summary>
    /// <param name="start">Where it is in the file's text.</param>
    /// <param name="length">Its length there.</param>
    /// <param name="filled">The length of its value.</param>
    public void Add(int start, int length, int filled)
    {
        var shift = _values.Count == 0 ? 0 : _values[^1].Shift + _values[^1].Length - _values[^1].Filled;
        _values.Add(new Value(start - shift, filled, length, shift));
    }

    /// <summary>Gives the statements their places in the file.</summary>
    public IReadOnlyList<ScriptStatement> Place(IReadOnlyList<ScriptStatement> statements)
    {
        if (_values.Count == 0)
        {
            return statements;
        }

        var places = new PlaceCounter(source);
        var placed = new List<ScriptStatement>(statements.Count);
        foreach (var statement in statements)
        {
            var (line, column) = places.Of(IndexOf(statement.Start));
            var data = statement.Data is { } rows ? rows with { Line = places.Of(IndexOf(rows.Start)).Line } : null;
            placed.Add(statement with { Line = line, Column = column, Filled = this, Data = data });
        }

        return placed;
    }

    /// <summary>A part of the filled text as the file has it.</summary>
    public string SourceOf(int start, int length) => source[IndexOf(start)..IndexOf(start + length, isEnd: true)];

    /// <summary>A place of the filled text in the file. One inside a value is where its placeholder begins.</summary>
    /// <param name="index">The place.</param>
    /// <param name="isEnd">Whether it is the end of a part, which has all of a placeholder.</param>
    public int IndexOf(int index, bool isEnd = false)
    {
        var found = LastFrom(index);
        if (found < 0)
        {
            return index;
        }

        var value = _values[found];
        if (isEnd && index == value.Start)
        {
            return index + value.Shift;
        }

        return index >= value.Start + value.Filled ? index + value.Shift + value.Length - value.Filled
            : value.Start + value.Shift + (isEnd ? value.Length : 0);
    }

    /// <summary>The last value that starts at a place or before it, or -1.</summary>
    private int LastFrom(int index)
    {
        var (low, high) = (0, _values.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _values[middle].Start <= index ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    /// <param name="Start">Where the value starts in the filled text.</param>
    /// <param name="Filled">Its length there.</param>
    /// <param name="Length">The placeholder's length in the file.</param>
    /// <param name="Shift">How much later than there its start is in the file.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Value(int Start, int Filled, int Length, int Shift);
}
