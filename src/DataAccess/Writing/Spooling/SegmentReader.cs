using Microsoft.Win32.SafeHandles;

namespace DataAccess.Writing.Spooling;

/// <summary>Reads the records of a segment's file one after the other. What is no record is passed over, and told.</summary>
internal sealed class SegmentReader : IDisposable
{
    private const int ChunkBytes = 256 << 10;

    private readonly SafeFileHandle _file;
    private readonly uint _seed;
    private byte[] _buffer = new byte[ChunkBytes];
    private int _start;
    private int _count;

    /// <param name="path">The file.</param>
    /// <param name="seed">Where its checksums begin.</param>
    /// <param name="offset">Where its records begin.</param>
    public SegmentReader(string path, uint seed, long offset)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
        _seed = seed;
        Offset = offset;
    }

    /// <summary>Where the next record begins.</summary>
    public long Offset { get; private set; }

    /// <summary>The kind of the current record.</summary>
    public SpoolRecordKind Kind { get; private set; }

    /// <summary>The content of the current record; valid until the next one.</summary>
    public ReadOnlyMemory<byte> Content { get; private set; }

    /// <summary>What was passed over before the current record, or at the end.</summary>
    public SpoolDamage? Damage { get; private set; }

    /// <summary>Goes to the next record; false at the end.</summary>
    /// <param name="end">Where the file ends.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public async ValueTask<bool> MoveNextAsync(long end, CancellationToken cancellationToken)
    {
        Damage = null;
        if (await TryTakeAsync(end, cancellationToken).ConfigureAwait(false))
        {
            return true;
        }

        if (Offset >= end)
        {
            return false;
        }

        // All of the rest, as the length of a record is damaged too.
        await FillAsync((int)(end - Offset), end, cancellationToken).ConfigureAwait(false);
        var skipped = FindSound();
        Damage = Skip(skipped < 0 ? _count : skipped, isTail: skipped < 0);
        return skipped >= 0 && await TryTakeAsync(end, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _file.Dispose();

    private async ValueTask<bool> TryTakeAsync(long end, CancellationToken cancellationToken)
    {
        if (end - Offset < SpoolRecord.FrameBytes)
        {
            return false;
        }

        await FillAsync(SpoolRecord.FrameBytes, end, cancellationToken).ConfigureAwait(false);
        var length = SpoolRecord.LengthOf(_buffer.AsSpan(_start, _count));
        if (length == 0 || length > end - Offset)
        {
            return false;
        }

        await FillAsync(length, end, cancellationToken).ConfigureAwait(false);
        var record = _buffer.AsMemory(_start, length);
        if (!SpoolRecord.IsSound(record.Span, _seed))
        {
            return false;
        }

        Kind = SpoolRecord.KindOf(record.Span);
        Content = record[SpoolRecord.FrameBytes..];
        Advance(length);
        return true;
    }

    /// <summary>Where the next sound record begins, among the bytes that were read; -1 if there is none.</summary>
    private int FindSound()
    {
        for (var skipped = 1; skipped < _count; skipped++)
        {
            var rest = _buffer.AsSpan(_start + skipped, _count - skipped);
            if (SpoolRecord.LengthOf(rest) is > 0 and var length && length <= rest.Length && SpoolRecord.IsSound(rest[..length], _seed))
            {
                return skipped;
            }
        }

        return -1;
    }

    /// <summary>Passes over some bytes. Also zeros: a file system may leave them after a power failure, but a disk may have lost what was there.</summary>
    private SpoolDamage Skip(int bytes, bool isTail)
    {
        var damage = new SpoolDamage(Offset, _buffer.AsSpan(_start, bytes).ToArray(), isTail);
        Advance(bytes);
        return damage;
    }

    private void Advance(int bytes)
    {
        _start += bytes;
        _count -= bytes;
        Offset += bytes;
    }

    private async ValueTask FillAsync(int bytes, long end, CancellationToken cancellationToken)
    {
        if (_count >= bytes)
        {
            return;
        }

        // The current record's content may be in the buffer, but is not valid any more.
        var room = Math.Max(bytes, ChunkBytes);
        if (_buffer.Length < room)
        {
            var larger = new byte[room];
            _buffer.AsSpan(_start, _count).CopyTo(larger);
            _buffer = larger;
        }
        else
        {
            _buffer.AsSpan(_start, _count).CopyTo(_buffer);
        }

        _start = 0;
        while (_count < bytes)
        {
            // Nothing after the end: it may be half written.
            var most = (int)Math.Min(_buffer.Length - _count, end - Offset - _count);
            var read = await RandomAccess.ReadAsync(_file, _buffer.AsMemory(_count, most), Offset + _count, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException("the file of a segment of the spool is shorter than it was.");
            }

            _count += read;
        }
    }
}
