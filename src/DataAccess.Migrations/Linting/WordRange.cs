using System.Runtime.InteropServices;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>A part of a statement's words, counted from its start. What stands in brackets inside it is not searched unless asked for.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WordRange(StatementWords Words, int Start, int End)
{
    public int Count => Math.Max(0, End - Start);

    public string this[int index] => index >= 0 && index < Count ? Words[Start + index] : "";

    public bool IsQuoted(int index) => index < Count && Words.IsQuoted(Start + index);

    public SqlTokenKind KindAt(int index) => index >= 0 && index < Count ? Words.TokenAt(Start + index).Kind : SqlTokenKind.Blank;

    /// <summary>The line inside the statement, from 1; that of the last word where the statement breaks off before.</summary>
    public int LineAt(int index) => Words.Count == 0 ? 1 : Words.TokenAt(Math.Clamp(Start + index, 0, Words.Count - 1)).Line;

    public WordRange From(int index) => this with { Start = Math.Min(End, Start + Math.Max(0, index)) };

    public WordRange Until(int index) => this with { End = Math.Min(End, Start + index) };

    /// <summary>Whether these words stand at a place.</summary>
    public bool At(int index, params ReadOnlySpan<string> words) => index + words.Length <= Count && Words.At(Start + index, words);

    /// <summary>Whether one of these words stands at a place.</summary>
    public bool AtAny(int index, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (At(index, word))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether these words stand next to each other, outside of brackets.</summary>
    public bool Has(params ReadOnlySpan<string> words) => Find(words) >= 0;

    /// <summary>Where these words stand, outside of brackets; below zero for nowhere.</summary>
    public int Find(params ReadOnlySpan<string> words)
    {
        var depth = 0;
        for (var i = 0; i < Count; i++)
        {
            if (depth == 0 && At(i, words))
            {
                return i;
            }

            depth += DepthOf(i);
        }

        return -1;
    }

    /// <summary>The parts between commas that stand outside of brackets.</summary>
    public IReadOnlyList<WordRange> Split()
    {
        var parts = new List<WordRange>();
        var depth = 0;
        var start = 0;
        for (var i = 0; i < Count; i++)
        {
            depth += DepthOf(i);
            if (depth == 0 && IsSymbol(i, ","))
            {
                parts.Add(this with { Start = Start + start, End = Start + i });
                start = i + 1;
            }
        }

        parts.Add(this with { Start = Start + start });
        return parts;
    }

    /// <summary>What stands in the brackets that open at a place, or before the end where they do not close.</summary>
    public WordRange Inside(int open)
    {
        var depth = 0;
        for (var i = open; i < Count; i++)
        {
            depth += DepthOf(i);
            if (depth == 0)
            {
                return this with { Start = Start + open + 1, End = Start + i };
            }
        }

        return From(open + 1);
    }

    public bool IsSymbol(int index, string symbol) => KindAt(index) == SqlTokenKind.Symbol && this[index] == symbol;

    public override string ToString()
    {
        var range = this;
        return string.Join(' ', Enumerable.Range(0, Count).Select(i => range[i]));
    }

    private int DepthOf(int index) => IsSymbol(index, "(") ? 1 : IsSymbol(index, ")") ? -1 : 0;
}
