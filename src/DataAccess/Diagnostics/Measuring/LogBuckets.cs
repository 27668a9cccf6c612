using System.Numerics;

namespace DataAccess.Diagnostics.Measuring;

/// <summary>Counts durations in buckets whose width is at most a fourth of their lower end: 128 of them, from 0 to about an hour.</summary>
internal sealed class LogBuckets
{
    private const int Count = 128;

    private readonly int[] _counts = new int[Count];

    /// <param name="units">A duration in units of <see cref="LoadMeter"/>, of about a microsecond.</param>
    public void Add(ulong units) => _counts[IndexOf(units)]++;

    public void Add(LogBuckets other)
    {
        for (var i = 0; i < Count; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    public void Clear() => Array.Clear(_counts);

    /// <summary>The duration, in units, that a share of those counted do not exceed; 0 if there are none.</summary>
    public double Quantile(double share)
    {
        var rank = share * _counts.Sum(static c => (long)c);
        for (var i = 0; i < Count; i++)
        {
            if (_counts[i] > 0 && rank <= _counts[i])
            {
                return i == 0 ? 0 : LowerEnd(i) + (rank / _counts[i] * (LowerEnd(i + 1) - LowerEnd(i)));
            }

            rank -= _counts[i];
        }

        return 0;
    }

    private static int IndexOf(ulong units)
    {
        if (units < 4)
        {
            return (int)units;
        }

        var exponent = BitOperations.Log2(units);
        return Math.Min(((exponent - 1) << 2) + (int)((units >> (exponent - 2)) & 3), Count - 1);
    }

    private static double LowerEnd(int index) => index < 4 ? index : (double)((4UL + (ulong)(index & 3)) << ((index >> 2) - 1));
}
