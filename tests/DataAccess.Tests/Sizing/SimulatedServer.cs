namespace DataAccess.Tests;

/// <summary>
/// A database in virtual time. A statement first waits without using it (the network, a lock held elsewhere, a sleep), and then shares its cores with
/// the others: with more than the cores serve at once, each of them costs all a little.
/// </summary>
/// <param name="wait">How long a statement waits, in seconds.</param>
/// <param name="work">How long a core works for it, in seconds.</param>
/// <param name="cores">The number of cores; 1 for a lock that every statement needs.</param>
/// <param name="penalty">What each statement above the number of cores costs all, as a share.</param>
internal sealed class SimulatedServer(double wait, double work, double cores, double penalty)
{
    private readonly PriorityQueue<int, double> _running = new();
    private double _progress;
    private double _now;

    /// <summary>How long a statement waits, in seconds.</summary>
    public double Wait { get; set; } = wait;

    /// <summary>How long a core works for it, in seconds.</summary>
    public double Work { get; set; } = work;

    /// <summary>The speed, 1 if nothing else runs on the machine.</summary>
    public double Speed { get; set; } = 1;

    /// <summary>What another program on the machine leaves of it.</summary>
    public double Neighbour { get; set; } = 1;

    /// <summary>When the next statement ends.</summary>
    public double Next => _running.TryPeek(out var _, out var end) ? _now + Math.Max(0, (end - _progress) / RateOfEach) : double.PositiveInfinity;

    private double RateOfEach => Speed * Neighbour * Math.Min(_running.Count, cores) / (1 + (penalty * Math.Max(0, _running.Count - cores))) / _running.Count;

    /// <summary>Begins to work for a statement.</summary>
    public void Begin(int statement, double amount) => _running.Enqueue(statement, _progress + amount);

    /// <summary>Ends the statement that is due.</summary>
    public int End() => _running.Dequeue();

    public void MoveTo(double time)
    {
        if (_running.Count > 0)
        {
            _progress += (time - _now) * RateOfEach;
        }

        _now = time;
    }
}
