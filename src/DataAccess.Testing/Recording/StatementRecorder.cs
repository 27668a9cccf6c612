using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using DataAccess.Providers;

namespace DataAccess.Testing;

/// <summary>What a database sent and what came back, in the order in which the calls ended. It keeps the last 10,000 calls. Safe for concurrent use.</summary>
public sealed class StatementRecorder : IDisposable
{
    private const int Kept = 10_000;
    private readonly Lock _lock = new();
    private readonly Queue<SentStatement> _sent = [];
    private readonly IDisposable _attached;
    private int _count;

    internal StatementRecorder(Database database) => _attached = database.Connections.Attach(new Probe(this));

    /// <summary>
    /// What was sent. BEGIN is not in it: PostgreSQL's driver sends it with the first statement. Nor are savepoints, and what the library asks the server for itself, such as a table's columns.
    /// </summary>
    public IReadOnlyList<SentStatement> Statements
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>How many times something was sent and its answer awaited, since the recorder was made or cleared. COMMIT and ROLLBACK count; statements that are sent together, and a batch of a writer, count once.</summary>
    public int RoundTrips
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Forgets what was sent so far, so that a test asserts on what it does after its preparations.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _sent.Clear();
            _count = 0;
        }
    }

    /// <summary>Throws unless this was the number of round trips.</summary>
    /// <param name="expected">The number.</param>
    /// <exception cref="UnexpectedStatementsException">It was another; the message lists what was sent.</exception>
    public void ExpectRoundTrips(int expected)
    {
        var actual = RoundTrips;
        if (actual != expected)
        {
            throw new UnexpectedStatementsException(Invariant($"Expected {expected} round trips, but there were {actual}:{Environment.NewLine}{this}"));
        }
    }

    /// <summary>Throws unless just one of the calls contains the text.</summary>
    /// <param name="text">A part of a statement's text. Case does not matter, and one space stands for any white space.</param>
    /// <returns>The call.</returns>
    /// <exception cref="UnexpectedStatementsException">None or several contain it; the message lists what was sent.</exception>
    public SentStatement ExpectOne(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return Statements.Where(sent => sent.Contains(text)).ToList() is [var one]
            ? one
            : throw new UnexpectedStatementsException(
                Invariant($"Expected one call that contains '{text}', but {Statements.Count(sent => sent.Contains(text))} of these do:{Environment.NewLine}{this}"));
    }

    /// <summary>Throws if one of the calls contains the text.</summary>
    /// <param name="text">As for <see cref="ExpectOne"/>.</param>
    /// <exception cref="UnexpectedStatementsException">One contains it; the message lists what was sent.</exception>
    public void ExpectNone(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        if (Statements.Any(sent => sent.Contains(text)))
        {
            throw new UnexpectedStatementsException($"Expected no call that contains '{text}', but there was one:{Environment.NewLine}{this}");
        }
    }

    /// <summary>What was sent, a line for each call.</summary>
    public override string ToString()
    {
        var lines = new StringBuilder();
        var number = RoundTrips - Statements.Count;
        foreach (var sent in Statements)
        {
            lines.Append(CultureInfo.InvariantCulture, $"{++number,4}. {sent}").AppendLine();
        }

        return lines.Length == 0 ? "(nothing was sent)" : lines.ToString();
    }

    /// <summary>Ends the recording. What was recorded can still be read.</summary>
    public void Dispose() => _attached.Dispose();

    private sealed class Probe(StatementRecorder recorder) : DatabaseProbe
    {
        private readonly ConditionalWeakTable<object, object> _numbers = [];
        private int _transactions;

        public override void Ended(ProbedCall call)
        {
            lock (recorder._lock)
            {
                var transaction = call.Transaction is { } open ? (int?)_numbers.GetValue(open, _ => ++_transactions) : null;
                var sent = new SentStatement(call.Kind, call.Texts, call.ParameterCount, call.Rows, call.Elapsed, transaction, call.Exception);
                if (call.Kind is ProbedCallKind.Commit or ProbedCallKind.Rollback && call.Transaction is { } ended)
                {
                    // A driver uses the object again for the connection's next transaction.
                    _numbers.Remove(ended);
                }

                recorder._count++;
                recorder._sent.Enqueue(sent);
                if (recorder._sent.Count > Kept)
                {
                    recorder._sent.Dequeue();
                }
            }
        }
    }
}
