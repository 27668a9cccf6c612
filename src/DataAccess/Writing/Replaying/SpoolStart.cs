using DataAccess.Threading;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Replaying;

/// <summary>Finds the segments that an earlier process has left, and refuses those whose rows cannot be read.</summary>
internal static class SpoolStart
{
    private const int MaxHeaderBytes = 1 << 20;

    /// <exception cref="SpoolException">There are rows of another shape, or a file cannot be read.</exception>
    public static IReadOnlyList<SpoolSegment> Open(SpoolDirectory directory, string shape)
    {
        var left = new SortedDictionary<int, SpoolSegment>();
        List<SegmentEnd> known = [directory.Newest.Value];
        List<(SpoolSegment Segment, string Shape)> others = [];
        foreach (var (name, path) in directory.Segments)
        {
            var segment = left[name.Number] = Open(directory, name, path, shape, out var found, out var before);
            known.AddRange(before);
            if (!segment.IsLost && found != shape)
            {
                others.Add((segment, found));
            }
        }

        FlushLast(left.Values);
        var removed = directory.Removed;
        foreach (var end in known.Where(end => end.Name.Number > removed))
        {
            if (!left.TryGetValue(end.Name.Number, out var segment))
            {
                left[end.Name.Number] = segment = new SpoolSegment(end.Name, directory.PathOf(end.Name)) { RecordsAt = 0, IsClosed = true, IsLost = true };
            }

            segment.Expect(end);
        }

        return others.Count == 0 || Detached.RunAsync(() => AreOverAsync(left.Values, others)).GetAwaiter().GetResult()
            ? [.. left.Values]
            : throw new SpoolException(
                $"The spool '{directory.Path}' holds rows of another shape, which this program cannot write: they are {others[0].Shape}, and the writer's rows are {shape}. "
                + $"Nothing is lost: run the version of the program that accepted them until its spool is empty, or set {nameof(BatchingWriterOptions<>.Spool)} to another directory for this version.");
    }

    /// <summary>The segment of a file. A file has its name only once it has a header: one that is shorter, or empty, was cut.</summary>
    private static SpoolSegment Open(SpoolDirectory directory, SegmentName name, string path, string shapeOfWriter, out string shape, out List<SegmentEnd> before)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            var bytes = new byte[Math.Min(length, MaxHeaderBytes)];
            var read = RandomAccess.Read(file, bytes, 0);
            if (SegmentHeader.TryRead(bytes.AsSpan(0, read), out shape, out before, out var recordsAt))
            {
                return new SpoolSegment(name, path) { RecordsAt = recordsAt, Length = length, WrittenLength = length, IsClosed = true };
            }

            var headerBytes = SegmentHeader.Of(shapeOfWriter, []).Length;
            if ((length == read && !bytes.AsSpan(0, read).ContainsAnyExcept((byte)0)) || length <= headerBytes)
            {
                var lost = new SpoolSegment(name, path) { RecordsAt = 0, Length = length, WrittenLength = length, IsClosed = true, IsLost = true };
                lost.Expect(new SegmentEnd(name, headerBytes, 0, 0));
                return lost;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException($"The file '{path}' of the spool cannot be read: {exception.Message}", exception);
        }

        throw new SpoolException(
            $"The beginning of the file '{path}' is damaged, or was written by another version, so it is not known of what shape its rows are. Nothing was changed: move the file out of '{directory.Path}' and keep it. "
            + "Its rows are then not written, and rows of older files that may have been written by it are put into aside.rows.");
    }

    /// <summary>Later files say how long the last one is, and a process that was killed may have left its end to the operating system.</summary>
    private static void FlushLast(IEnumerable<SpoolSegment> left)
    {
        if (left.LastOrDefault() is { } last)
        {
            using var file = SpoolFiles.Open(last.Path, FileMode.Open, FileShare.ReadWrite | FileShare.Delete);
            file.Flush(flushToDisk: true);
        }
    }

    /// <summary>Whether all rows of another shape have ended.</summary>
    private static async Task<bool> AreOverAsync(IEnumerable<SpoolSegment> left, List<(SpoolSegment Segment, string Shape)> others)
    {
        var scan = new SpoolScan(static (_, _) => { }, static _ => { });
        foreach (var segment in left)
        {
            // Other objects: they are read again.
            await scan.ReadAsync(segment.Unread(), CancellationToken.None).ConfigureAwait(false);
        }

        return others.TrueForAll(other => scan.OpenRowsOf(other.Segment.Name.Number) == 0);
    }
}
