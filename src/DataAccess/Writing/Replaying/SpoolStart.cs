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
        var left = new List<SpoolSegment>();
        List<(SpoolSegment Segment, string Shape)> others = [];
        foreach (var (name, path) in directory.Segments)
        {
            if (TryOpen(directory, name, path, shape, out var found) is { } segment)
            {
                left.Add(segment);
                if (found != shape)
                {
                    others.Add((segment, found));
                }
            }
        }

        return others.Count == 0 || Detached.RunAsync(() => AreOverAsync(left, others)).GetAwaiter().GetResult()
            ? left
            : throw new SpoolException(
                $"The spool '{directory.Path}' holds rows of another shape, which this program cannot write: they are {others[0].Shape}, and the writer's rows are {shape}. "
                + $"Nothing is lost: run the version of the program that accepted them until its spool is empty, or set {nameof(BatchingWriterOptions<>.Spool)} to another directory for this version.");
    }

    /// <summary>The segment of a file; null if it never had a row, as its first write was interrupted.</summary>
    private static SpoolSegment? TryOpen(SpoolDirectory directory, SegmentName name, string path, string shapeOfWriter, out string shape)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            var bytes = new byte[Math.Min(length, MaxHeaderBytes)];
            var read = RandomAccess.Read(file, bytes, 0);
            if (SegmentHeader.TryRead(bytes.AsSpan(0, read), out shape, out var recordsAt))
            {
                return new SpoolSegment(name, path) { RecordsAt = recordsAt, Length = length, WrittenLength = length, IsClosed = true };
            }

            if (!bytes.AsSpan(0, read).ContainsAnyExcept((byte)0) || length <= SegmentHeader.Of(shapeOfWriter).Length)
            {
                file.Dispose();
                File.Delete(path);
                return null;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SpoolException($"The file '{path}' of the spool cannot be read: {exception.Message}", exception);
        }

        throw new SpoolException(
            $"The beginning of the file '{path}' is damaged, so it is not known of what shape its rows are. Nothing was changed: keep a copy of the file and move it out of '{directory.Path}'. Rows before it that are still there may be among those that it says were written.");
    }

    /// <summary>Whether all rows of another shape have ended.</summary>
    private static async Task<bool> AreOverAsync(List<SpoolSegment> left, List<(SpoolSegment Segment, string Shape)> others)
    {
        var scan = new SpoolScan(static (_, _) => { });
        foreach (var segment in left)
        {
            // Other objects: they are read again.
            await scan.ReadAsync(new SpoolSegment(segment.Name, segment.Path) { RecordsAt = segment.RecordsAt, Length = segment.Length, WrittenLength = segment.WrittenLength, IsClosed = true }, CancellationToken.None).ConfigureAwait(false);
        }

        return others.TrueForAll(other => scan.OpenRowsOf(other.Segment.Name.Number) == 0);
    }
}
