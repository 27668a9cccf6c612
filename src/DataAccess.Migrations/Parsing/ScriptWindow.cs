using System.Buffers;

namespace DataAccess.Migrations.Parsing;

/// <summary>The part of a large script that is looked at. It moves on through the script, and is larger where a statement is.</summary>
/// <param name="reader">The script.</param>
/// <param name="start">Where in the file the script's first byte is.</param>
/// <param name="bytesOf">How many bytes of the file a part of the text is.</param>
/// <param name="onRead">Takes each piece of the script that is read.</param>
/// <param name="size">How many characters are read at least.</param>
internal sealed class ScriptWindow(TextReader reader, int start, Func<ReadOnlySpan<char>, int> bytesOf, Action<ReadOnlySpan<char>>? onRead = null, int size = ScriptWindow.Size)
{
    /// <summary>Small enough that the text is not one of the large objects, which are collected late.</summary>
    private const int Size = 32 * 1024;

    /// <summary>What is larger is needed once, and the pool would keep it.</summary>
    private const int MaxPooled = 1024 * 1024;

    private int _knownIndex;
    private int _knownByte = start;

    public string Text { get; private set; } = "";

    /// <summary>The place in the script where the text starts.</summary>
    public int Start { get; private set; }

    /// <summary>Whether the script ends with the text.</summary>
    public bool IsLast { get; private set; }

    /// <summary>Drops what is before a place, and reads more.</summary>
    /// <returns>The place in the new text.</returns>
    public ScriptPlace MoveTo(ScriptPlace place)
    {
        // The character before tells whether a line starts there.
        var dropped = Math.Max(place.Index - 1, 0);
        dropped -= dropped > 0 && char.IsLowSurrogate(Text[dropped]) ? 1 : 0;
        ByteAt(Math.Max(Start + dropped, _knownIndex));
        var kept = Text.AsSpan(dropped);
        var wanted = Math.Max(size, kept.Length);
        var buffer = kept.Length + wanted > MaxPooled ? new char[kept.Length + wanted] : ArrayPool<char>.Shared.Rent(kept.Length + wanted);
        try
        {
            kept.CopyTo(buffer);
            var read = reader.ReadBlock(buffer.AsSpan(kept.Length, wanted));
            onRead?.Invoke(buffer.AsSpan(kept.Length, read));
            IsLast = read < wanted;
            Text = new string(buffer, 0, kept.Length + read);
        }
        finally
        {
            if (buffer.Length <= MaxPooled)
            {
                ArrayPool<char>.Shared.Return(buffer);
            }
        }

        Start += dropped;
        return place with { Index = place.Index - dropped };
    }

    /// <summary>The place in the file of a place in the script, which is not before the one asked for last, nor outside the text.</summary>
    public int ByteAt(int index)
    {
        _knownByte += bytesOf(Text.AsSpan(_knownIndex - Start, index - _knownIndex));
        _knownIndex = index;
        return _knownByte;
    }
}
