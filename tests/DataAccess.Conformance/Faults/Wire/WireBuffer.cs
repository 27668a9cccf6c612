namespace DataAccess.Conformance.Faults;

/// <summary>Puts messages together from chunks that are split anywhere.</summary>
internal sealed class WireBuffer
{
    private byte[] _bytes = new byte[4096];
    private int _count;

    /// <summary>What is there and not yet a whole message.</summary>
    public ReadOnlySpan<byte> Held => _bytes.AsSpan(0, _count);

    public void Append(ReadOnlySpan<byte> chunk)
    {
        if (_count + chunk.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(_count + chunk.Length, 2 * _bytes.Length));
        }

        chunk.CopyTo(_bytes.AsSpan(_count));
        _count += chunk.Length;
    }

    /// <summary>Takes the first bytes out.</summary>
    public byte[] Take(int count)
    {
        var taken = _bytes.AsSpan(0, count).ToArray();
        _count -= count;
        Array.Copy(_bytes, count, _bytes, 0, _count);
        return taken;
    }
}
