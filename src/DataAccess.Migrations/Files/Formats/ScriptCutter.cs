namespace DataAccess.Migrations.Files.Formats;

/// <summary>Cuts a text by its lines: each part keeps every line's number and column, and is blank where the other one has text.</summary>
internal sealed class ScriptCutter
{
    private readonly string _text;
    private readonly char[] _up;
    private readonly char[] _down;

    public ScriptCutter(string text)
    {
        _text = text;
        _up = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            _up[i] = text[i] is '\r' or '\n' ? text[i] : ' ';
        }

        _down = [.. _up];
    }

    public string Up => new(_up);

    public string Down => new(_down);

    /// <summary>Keeps a line's text.</summary>
    /// <param name="line">The line.</param>
    /// <param name="side">In which part.</param>
    /// <param name="skip">How many characters at its start stay blank.</param>
    public void Keep(ScriptLine line, ScriptSide side, int skip = 0)
    {
        var kept = line.In(_text)[skip..];
        if (side.HasFlag(ScriptSide.Up))
        {
            kept.CopyTo(_up.AsSpan(line.Start + skip));
        }

        if (side.HasFlag(ScriptSide.Down))
        {
            kept.CopyTo(_down.AsSpan(line.Start + skip));
        }
    }
}
