namespace DataAccess.Writing.Sending;

/// <summary>
/// Decides how many batches may be in flight at once: one more after each round of full batches that the database took about
/// as fast as it ever did (additive increase), half as many when it slows down or rolls back (multiplicative decrease). Pure:
/// no clock, no loop, no I/O.
/// </summary>
/// <param name="max">The most there may be.</param>
internal sealed class InFlightPolicy(int max)
{
    // A second lane on a busy database makes each batch slower and the whole faster; beyond twice, nothing is gained.
    private const double Tolerance = 2.0;

    // The best time seen fades, so that what a quiet night allowed does not bind the day.
    private const double Fading = 1.02;

    // Batches that are not full say that fewer lanes would do, and that each would then be larger.
    private const int IdleBatchesBeforeDecrease = 8;

    private double _bestPerRow = double.PositiveInfinity;
    private double _gained;
    private int _idleBatches;

    /// <summary>How many batches may be in flight.</summary>
    public int Lanes { get; private set; } = 1;

    /// <summary>Learns from a batch that was committed.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="took">From being sent to the answer to its COMMIT.</param>
    /// <param name="wasFull">Whether a limit cut it, so that more rows were waiting.</param>
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
        _gained += 1.0 / Lanes;
        if (_gained >= 1 && Lanes < max)
        {
            Lanes++;
            _gained = 0;
        }
    }

    /// <summary>Learns that the database rolled a batch back because of another transaction.</summary>
    public void OnSetback() => Halve();

    private void OnIdle()
    {
        if (++_idleBatches >= IdleBatchesBeforeDecrease && Lanes > 1)
        {
            Lanes--;
            _idleBatches = 0;
        }
    }

    private void Halve()
    {
        Lanes = Math.Max(1, Lanes / 2);
        _gained = 0;
        _bestPerRow *= Fading;
    }
}
