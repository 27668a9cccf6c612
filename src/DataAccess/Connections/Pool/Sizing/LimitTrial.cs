namespace DataAccess.Connections.Pool.Sizing;

/// <summary>
/// Compares what the database serves under two limits, which take turns (low, high, high, low, …) so that whatever else slows the database slows
/// both. It decides as soon as the difference is clear, and after a number of pairs in any case.
/// </summary>
/// <param name="low">The lower limit.</param>
/// <param name="high">The higher limit.</param>
/// <param name="isRise">Whether the lower limit is the present one, which stays unless the higher one serves measurably more.</param>
internal sealed class LimitTrial(int low, int high, bool isRise)
{
    private const int PairsAtOnce = 9;
    private const int MaxPairs = 8 * PairsAtOnce;

    // A higher limit must serve 3 % more. The present one is lowered if it serves less than 1 % more: without this gap it would go up and down.
    private const double GainToRise = 0.03;
    private const double GainToStay = 0.01;

    // In standard errors: a change needs a proof; the present limit is kept once a change is unlikely to be better, as comparing costs something too.
    private const double Proof = 1.5;
    private const double Doubt = 0.5;

    /// <summary>A difference that is accepted without repetition, as a natural logarithm.</summary>
    private const double Obvious = 0.25;

    private readonly List<double> _gains = [];
    private readonly double[] _served = new double[2];
    private readonly double[] _seconds = new double[2];
    private double _pending;
    private int _mostPairs = PairsAtOnce;
    private int _windows;
    private bool _hasConflicts;

    public int Low => low;

    public int High => high;

    public bool IsRise => isRise;

    /// <summary>Whether it ended without a proof either way.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Whether the next window is measured under the present limit.</summary>
    public bool IsPresentNext => IsHighNext != isRise;

    /// <summary>Whether the next window is measured under the higher limit.</summary>
    public bool IsHighNext => (_windows % 4 is 0 or 3) != isRise;

    /// <summary>The median gain of the higher limit, as a natural logarithm.</summary>
    public double Gain { get; private set; }

    /// <summary>Whether the higher limit is better; null while that is not known.</summary>
    public bool? Add(int served, double seconds)
    {
        var arm = IsHighNext ? 1 : 0;
        _served[arm] += served;
        _seconds[arm] += seconds;
        var rate = Math.Log(Math.Max(served, 0.1) / seconds) * (arm == 1 ? 1 : -1);
        _windows++;
        if (_windows % 2 == 1)
        {
            _pending = rate;
            return null;
        }

        _gains.Add(_pending + rate);
        return Judge();
    }

    /// <summary>A transaction was rolled back because of others.</summary>
    public void NoteConflict() => _hasConflicts = true;

    /// <summary>Goes on with a trial that ended without a proof, with what it has measured; false if enough was measured.</summary>
    public bool TryResume()
    {
        _mostPairs = _gains.Count + PairsAtOnce;
        return _mostPairs <= MaxPairs;
    }

    private bool? Judge()
    {
        var needed = isRise ? GainToRise : GainToStay;
        Gain = _hasConflicts ? GainOfAll() : MedianGain();

        // Arrivals at random times alone make counts differ by so much.
        var chance = Math.Sqrt((1 / Math.Max(_served[0], 1)) + (1 / Math.Max(_served[1], 1)));
        if (_gains.Count < 3)
        {
            return _hasConflicts && _gains.Count == 1 ? null
                : Gain > Obvious + needed && Gain > 2 * chance ? true
                : Gain < -Obvious && Gain < -2 * chance ? false
                : null;
        }

        var mean = _gains.Average();
        var error = 1.25 * Math.Sqrt(_gains.Sum(gain => (gain - mean) * (gain - mean)) / (_gains.Count - 1) / _gains.Count);
        IsOpen = Math.Abs(Gain - needed) <= Proof * error;
        var (forHigh, forLow) = isRise ? (Proof, Doubt) : (Doubt, Proof);
        return Gain - (forHigh * error) > needed ? true
            : Gain + (forLow * error) < needed ? false
            : _gains.Count < _mostPairs ? null
            : isRise ? Gain - (Doubt * error) > needed : Gain + (Doubt * error) > needed;
    }

    private double MedianGain()
    {
        var sorted = _gains.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[sorted.Length / 2] + sorted[(sorted.Length / 2) - 1]) / 2;
    }

    /// <summary>A deadlock stops many callers for a long time, but seldom: the median does not see it.</summary>
    private double GainOfAll() => Math.Log(Math.Max(_served[1], 0.1) / _seconds[1] / (Math.Max(_served[0], 0.1) / _seconds[0]));
}
