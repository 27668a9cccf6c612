using System.Runtime.InteropServices;

namespace DataAccess.Writing.Spooling;

/// <summary>A set of rows of the spool, as ranges of their numbers: a row's number is that of its segment and its ordinal there.</summary>
internal sealed class SpoolRanges
{
    private readonly List<Range> _ranges = [];

    public IReadOnlyList<Range> Ranges => _ranges;

    public void Add(long row)
    {
        if (_ranges.Count > 0 && _ranges[^1] is var last && last.First + last.Count == row)
        {
            _ranges[^1] = last with { Count = last.Count + 1 };
            return;
        }

        _ranges.Add(new Range(row, 1));
    }

    public void WriteTo(SpoolBuffer buffer)
    {
        buffer.Number((ulong)_ranges.Count);
        foreach (var range in _ranges)
        {
            buffer.Int64(range.First);
            buffer.Number((ulong)range.Count);
        }
    }

    public static SpoolRanges Read(ref SpoolBytes bytes)
    {
        var ranges = new SpoolRanges();
        for (var left = bytes.Number(); left > 0; left--)
        {
            ranges._ranges.Add(new Range(bytes.Int64(), (long)bytes.Number()));
        }

        return ranges;
    }

    /// <summary>Some rows of one segment, one after the other.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Range(long First, long Count);
}
