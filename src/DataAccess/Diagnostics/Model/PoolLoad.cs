using System.Runtime.InteropServices;

namespace DataAccess.Diagnostics;

/// <summary>
/// The load on a number of connections, and how long callers wait for one under it: a queue with several servers (M/G/c), by Erlang's formula C and
/// the approximation of Allen and Cunneen. Arrivals are taken to be independent of each other (Poisson); where they come in bursts, waits are longer.
/// </summary>
/// <param name="Connections">The number of connections, at least 1.</param>
/// <param name="ArrivalsPerSecond">How many leases are requested in a second, 0 or more.</param>
/// <param name="MeanUse">How long a connection is held on average, 0 or more.</param>
/// <param name="Cv2">The square of the coefficient of variation of the time that it is held, that is its variance divided by the square of its mean: 0 if it is always the same, 1 if it is exponential.</param>
/// <remarks>
/// Against a real pool the probability of waiting is within 0.1, and the mean wait within a half, while <see cref="Utilisation"/> is at most 0.7. Above 0.95 a
/// real load has no steady state, and the result is of little use: see <see cref="IsSteady"/>. A number that is negative or not finite gives no meaningful result.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PoolLoad(int Connections, double ArrivalsPerSecond, TimeSpan MeanUse, double Cv2)
{
    /// <summary>The utilisation from which on no time is predicted.</summary>
    private const double MaxSteady = 0.95;

    private const double MaxOffered = 1e6;

    /// <summary>The number of connections that are in use on average if there are enough: arrivals multiplied by the time that one is held.</summary>
    public double OfferedLoad => ArrivalsPerSecond * MeanUse.TotalSeconds;

    /// <summary>The share of the time for which a connection is in use; 1 or more if there are too few for the load.</summary>
    public double Utilisation => OfferedLoad / Connections;

    /// <summary>Whether the load leaves enough room for waits to be predicted: <see cref="Utilisation"/> below 0.95.</summary>
    public bool IsSteady => Utilisation < MaxSteady;

    /// <summary>The share of callers that wait; 1 if <see cref="Utilisation"/> is 1 or more.</summary>
    public double ProbabilityOfWaiting
    {
        get
        {
            var load = OfferedLoad;
            var blocking = 1.0;
            for (var connections = 1; connections <= Connections; connections++)
            {
                blocking = NextErlangB(blocking, load, connections);
            }

            return ErlangC(blocking, load, Connections);
        }
    }

    /// <summary>The mean wait of all callers, including those that do not wait; <see cref="TimeSpan.MaxValue"/> if <see cref="Utilisation"/> is 1 or more.</summary>
    public TimeSpan MeanWait => Utilisation >= 1 ? TimeSpan.MaxValue : Seconds(ProbabilityOfWaiting * MeanOfWaiting(Connections));

    /// <summary>The wait that this share of callers does not exceed.</summary>
    /// <param name="quantile">The share, from 0 to less than 1: 0.95 for the 95th percentile.</param>
    /// <returns>The wait; <see cref="TimeSpan.MaxValue"/> if <see cref="Utilisation"/> is 1 or more.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The quantile is outside of its range.</exception>
    public TimeSpan WaitAt(double quantile)
    {
        ThrowUnlessQuantile(quantile);
        return Utilisation >= 1 ? TimeSpan.MaxValue : Seconds(WaitAt(quantile, ProbabilityOfWaiting, Connections));
    }

    /// <summary>The fewest connections with which this share of callers does not wait longer than a given time. <see cref="Connections"/> has no influence.</summary>
    /// <param name="wait">The time, 0 or more.</param>
    /// <param name="quantile">The share, from 0 to less than 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative, or the quantile is outside of its range.</exception>
    /// <exception cref="InvalidOperationException"><see cref="OfferedLoad"/> is not between 0 and a million.</exception>
    public int ConnectionsFor(TimeSpan wait, double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(wait, TimeSpan.Zero);
        ThrowUnlessQuantile(quantile);
        var load = OfferedLoad;
        if (load is not (>= 0 and <= MaxOffered))
        {
            throw new InvalidOperationException(Invariant($"The offered load is {load} connections; it must be between 0 and {MaxOffered}."));
        }

        var blocking = 1.0;
        for (var connections = 1; ; connections++)
        {
            blocking = NextErlangB(blocking, load, connections);
            if (connections > load && WaitAt(quantile, ErlangC(blocking, load, connections), connections) <= wait.TotalSeconds)
            {
                return connections;
            }
        }
    }

    /// <summary>Erlang's formula B for one connection more: the share of callers that find all in use where none waits.</summary>
    private static double NextErlangB(double blocking, double load, int connections) => load * blocking / (connections + (load * blocking));

    private static double ErlangC(double blocking, double load, int connections)
        => load >= connections ? 1 : blocking / (1 - (load / connections * (1 - blocking)));

    private static void ThrowUnlessQuantile(double quantile)
    {
        if (quantile is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(quantile), quantile, "The quantile must be from 0 to less than 1: 0.95 for the 95th percentile.");
        }
    }

    private static TimeSpan Seconds(double seconds) => seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;

    /// <summary>The wait at a quantile, in seconds, where the waits of those that wait are exponential.</summary>
    private double WaitAt(double quantile, double waiting, int connections)
        => waiting <= 1 - quantile ? 0 : Math.Log(waiting / (1 - quantile)) * MeanOfWaiting(connections);

    /// <summary>The mean wait of those that wait, in seconds.</summary>
    private double MeanOfWaiting(int connections) => MeanUse.TotalSeconds / (connections - OfferedLoad) * (1 + Cv2) / 2;
}
