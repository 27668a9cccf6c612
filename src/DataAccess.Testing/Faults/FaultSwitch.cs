using DataAccess.Providers;
using DataAccess.Testing.Faults;

namespace DataAccess.Testing;

/// <summary>
/// Makes a database fail when a test wants it, so that the test sees what the program does then. The server itself raises the errors, or the driver's own exception is
/// thrown; and what is said to be committed is committed. Faults happen once each, in the order in which they were asked for. Safe for concurrent use.
/// </summary>
public sealed class FaultSwitch : IDisposable
{
    private readonly Lock _lock = new();
    private readonly List<PendingFault> _pending = [];
    private readonly IDisposable _attached;

    internal FaultSwitch(Database database) => _attached = database.Connections.Attach(new FaultProbe(this, database.Connections));

    /// <summary>How many faults have not happened yet. A test that expects a failure asserts 0 at its end.</summary>
    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count;
            }
        }
    }

    /// <summary>Makes the next COMMITs fail: of a transaction, or of a batch of a writer. A statement outside a transaction has none.</summary>
    /// <param name="fault">How.</param>
    /// <param name="times">How many COMMITs, each attempt of a retried transaction counting.</param>
    public void FailNextCommit(CommitFault fault, int times = 1)
        => Add(new PendingFault(static call => call.Kind is ProbedCallKind.Commit or ProbedCallKind.Batch) { Commit = fault }, times);

    /// <summary>Makes the next statements that contain a text fail. They are not sent.</summary>
    /// <param name="text">A part of the statement's text, or of the table's name for a batch of a writer. Case does not matter.</param>
    /// <param name="kind">
    /// The failure. On SQLite, which has no connection to lose, <see cref="FailureKind.ConnectionLost"/> is an I/O error, and that is <see cref="FailureKind.Unavailable"/>.
    /// A read whose connection was lost is repeated by the library: fail it more often than <see cref="DatabaseOptions.Retry"/> repeats it to see it fail.
    /// </param>
    /// <param name="times">How many statements.</param>
    public void FailNext(string text, FailureKind kind, int times = 1)
        => Add(new PendingFault(Containing(text)) { Kind = kind }, times);

    /// <summary>Makes the next calls that match fail. They are not sent.</summary>
    /// <param name="matches">Whether it is one of those.</param>
    /// <param name="kind">The failure, as for <see cref="FailNext(string, FailureKind, int)"/>.</param>
    /// <param name="times">How many calls.</param>
    public void FailNext(Func<ProbedCall, bool> matches, FailureKind kind, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(matches);
        Add(new PendingFault(matches) { Kind = kind }, times);
    }

    /// <summary>Makes the next statements that contain a text run, and loses the connection before their answer: outside a transaction, what they did stays.</summary>
    /// <param name="text">As for <see cref="FailNext(string, FailureKind, int)"/>.</param>
    /// <param name="times">How many statements.</param>
    public void LoseNextAnswer(string text, int times = 1)
        => Add(new PendingFault(Containing(text)) { Kind = FailureKind.ConnectionLost, IsAfter = true }, times);

    /// <summary>Makes the next callers that need a connection get none: <see cref="PoolTimeoutException"/> at once, as if <c>AcquireTimeout</c> had passed.</summary>
    /// <param name="times">How many callers.</param>
    public void FailNextConnection(int times = 1) => Add(new PendingFault(null), times);

    /// <summary>Faults that have not happened yet do not happen any more.</summary>
    public void Dispose() => _attached.Dispose();

    internal PendingFault? Take(Predicate<PendingFault> matches)
    {
        lock (_lock)
        {
            var index = _pending.FindIndex(matches);
            if (index < 0)
            {
                return null;
            }

            var fault = _pending[index];
            _pending.RemoveAt(index);
            return fault;
        }
    }

    private void Add(PendingFault fault, int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(times);
        lock (_lock)
        {
            _pending.AddRange(Enumerable.Repeat(fault, times));
        }
    }

    private static Func<ProbedCall, bool> Containing(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return call => call.Kind is ProbedCallKind.Statement or ProbedCallKind.Batch && call.Texts.Any(sent => sent.Contains(text, StringComparison.OrdinalIgnoreCase));
    }
}
