using DataAccess.Migrations.Files.Formats;

namespace DataAccess.Migrations.Files;

/// <summary>Finds in a large script, piece by piece, what makes it one that has to be read as a whole.</summary>
/// <param name="fillsPlaceholders">Whether placeholders are filled.</param>
internal sealed class LargeScriptWatch(bool fillsPlaceholders)
{
    /// <summary>A directive is a short line.</summary>
    private const int MaxLine = 4_096;

    /// <summary>A name that is longer is looked at as a whole.</summary>
    private const int MaxName = 1_000;

    /// <summary>The line that the last piece ended in, as far as it is looked at.</summary>
    private readonly char[] _line = new char[MaxLine];
    private int _length;

    /// <summary>The end of the last piece, if it may be the start of a placeholder.</summary>
    private string _open = "";

    /// <exception cref="WholeNeededException">It has to be read as a whole.</exception>
    public void Accept(ReadOnlySpan<char> text)
    {
        ThrowIfPlaceholder(text);
        while (text.Length > 0)
        {
            var end = text.IndexOfAny('\r', '\n');
            var piece = end < 0 ? text : text[..end];
            if (_length == 0 && end >= 0)
            {
                ThrowIfDirective(piece);
            }
            else
            {
                var taken = piece[..Math.Min(piece.Length, MaxLine - _length)];
                taken.CopyTo(_line.AsSpan(_length));
                _length += taken.Length;
                if (end >= 0)
                {
                    End();
                }
            }

            text = end < 0 ? [] : text[(end + 1)..];
        }
    }

    /// <summary>Looks at the last line.</summary>
    /// <exception cref="WholeNeededException">It has to be read as a whole.</exception>
    public void End()
    {
        ThrowIfDirective(_line.AsSpan(0, _length));
        _length = 0;
    }

    private static void ThrowIfDirective(ReadOnlySpan<char> line)
    {
        if (ScriptFormats.Mentions(line))
        {
            throw new WholeNeededException("It has directives of another tool.");
        }
    }

    private void ThrowIfPlaceholder(ReadOnlySpan<char> text)
    {
        if (!fillsPlaceholders)
        {
            return;
        }

        text = _open.Length == 0 ? text : string.Concat(_open, text);
        if (Placeholders.AreIn(text, out var open) || text.Length - open > MaxName)
        {
            throw new WholeNeededException("It has placeholders.");
        }

        _open = text[open..].ToString();
    }
}
