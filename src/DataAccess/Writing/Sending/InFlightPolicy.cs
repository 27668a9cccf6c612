namespace DataAccess.Writing.Sending;

/// <summary>
/// Decides how many batches may be in flight at once: one more after each round of full batches that the database accepted about
/// as fast as it ever did (additive increase), half as many when it slows down or rolls back (multiplicative decrease). Pure:
/// no clock, no loop, no I/O.
/// </summary>
/// <param name="max">The maximum number of in-flight slots.</param>
internal sealed class InFlightPolicy(int max)
{
    // A second batch in flight on a busy database makes each batch slower and the whole faster; beyond twice the time, nothing is gained.
    private const double Tolerance = 2.0;

    // The best time seen decays, so that a time measured under low load does not limit the writer later.
    private const double Fading = 1.02;

    // Batches that are not full show that fewer slots would suffice, with larger batches.
    private const int IdleBatchesBeforeDecrease = 8;

    private double _bestPerRow = double.PositiveInfinity;
    private double _gained;
    private int _idleBatches;

    /// <summary>The number of batches that may be in flight.</summary>
    public int Limit { get; private set; } = 1;

    /// <summary>Learns from a batch that was committed.</summary>
    /// <param name="rows">The number of its rows.</param>
    /// <param name="took">The time from sending it to the answer to its COMMIT.</param>
    /// <param name="wasFull">Whether a limit closed it, so that more rows were waiting.</param>
    public void OnSent(int rows, TimeSpan took, bool wasFull)
    {
        if (!wasFull)
        {
            OnIdle();
            return;
        }

        _idleBatches = 0;
        var perRow = took.TotalSeconds / Math.Max(rows, 1);
        if (perRow > _bestPerRow * Tolerance)
        {
            Halve();
            return;
        }

        _bestPerRow = Math.Min(perRow, _bestPerRow * Fading);
        _gained += 1.0 / Limit;
        if (_gained >= 1 && Limit < max)
        {
            Limit++;
            _gained = 0;
        }
    }

    /// <summary>Learns that the database rolled a batch back because of another transaction.</summary>
    public void OnSetback() => Halve();

    private void OnIdle()
    {
        if (++_idleBatches >= IdleBatchesBeforeDecrease && Limit > 1)
        {
            Limit--;
            _idleBatches = 0;
        }
    }

    private void Halve()
    {
        Limit = Math.Max(1, Limit / 2);
        _gained = 0;
        _bestPerRow *= Fading;
    }
}
