using System.Collections.Concurrent;
using DataAccess.Providers;
using Xunit;

namespace DataAccess.Tests;

/// <summary>
/// Puts batches into a table in memory, or does with them what the test says: a script for each of the next batches, then
/// <see cref="Otherwise"/>.
/// </summary>
internal sealed class FakeBatchInserter : BatchInserter<Row>
{
    private readonly ConcurrentQueue<Func<FakeBatch, CancellationToken, ValueTask>> _scripts = new();
    private readonly ConcurrentQueue<int[]> _attempts = new();
    private readonly Lock _tableLock = new();
    private readonly Dictionary<int, int> _table = [];
    private int _busy;
    private int _mostBusy;

    /// <summary>How many batches may be in flight at once; one more fails the test.</summary>
    public int MaxBusy { get; set; } = 1;

    /// <summary>How many were.</summary>
    public int MostBusy => _mostBusy;

    /// <summary>What happens to a batch that has no script: it is committed, unless the test says otherwise.</summary>
    public Func<FakeBatch, CancellationToken, ValueTask> Otherwise { get; set; } = Commit;

    /// <summary>What happens when the rejected row is looked for.</summary>
    public Func<int> OnFindRejected { get; set; } = static () => -1;

    /// <summary>The rows of each attempt, in order.</summary>
    public IReadOnlyList<int[]> Attempts => [.. _attempts];

    public int[] Stored
    {
        get
        {
            lock (_tableLock)
            {
                return [.. _table.Keys.Order()];
            }
        }
    }

    /// <summary>How often the row that was stored most often was stored.</summary>
    public int MostCopies
    {
        get
        {
            lock (_tableLock)
            {
                return _table.Values.DefaultIfEmpty().Max();
            }
        }
    }

    public FakeBatchInserter Then(Func<FakeBatch, CancellationToken, ValueTask> script)
    {
        _scripts.Enqueue(script);
        return this;
    }

    /// <summary>The next batch stops before anything is sent, and is committed when the gate is opened.</summary>
    public Gate HoldNext()
    {
        var gate = new Gate();
        Then(async (batch, ct) =>
        {
            await gate.PassAsync(ct);
            batch.Commit();
        });
        return gate;
    }

    public override async ValueTask InsertAsync(BatchConnection connection, BatchAttempt<Row> attempt, CancellationToken cancellationToken)
    {
        var busy = Interlocked.Increment(ref _busy);
        try
        {
            Assert.InRange(busy, 1, MaxBusy);
            _mostBusy = Math.Max(_mostBusy, busy);
            var batch = new FakeBatch(this, attempt);
            _attempts.Enqueue(Array.ConvertAll(batch.Rows, static r => r.Id));
            await (_scripts.TryDequeue(out var script) ? script : Otherwise)(batch, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _busy);
        }
    }

    public override int FindRejected(Exception exception, ReadOnlySpan<Row> rows) => OnFindRejected();

    /// <summary>What the table itself answers to a question without rows; by default that every batch would be rejected.</summary>
    public Func<ValueTask> OnCheckTable { get; set; } = static () => throw new FakeException(FailureKind.Fatal);

    public override ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken) => OnCheckTable();

    public static ValueTask Commit(FakeBatch batch, CancellationToken cancellationToken)
    {
        batch.Commit();
        return default;
    }

    /// <summary>A script that fails before anything that may commit is sent.</summary>
    public static Func<FakeBatch, CancellationToken, ValueTask> Fail(FailureKind kind) => (_, _) => throw new FakeException(kind);

    /// <summary>A script that fails after COMMIT was sent, when it had happened or not.</summary>
    public static Func<FakeBatch, CancellationToken, ValueTask> FailAfterCommit(FailureKind kind, bool stored) => (batch, _) =>
    {
        batch.CommitIsSent();
        if (stored)
        {
            batch.Store();
        }

        throw new FakeException(kind);
    };

    /// <summary>A script of a table that refuses some rows, and names the row or does not.</summary>
    public static Func<FakeBatch, CancellationToken, ValueTask> Reject(HashSet<int> bad, bool named) => (batch, _) =>
    {
        var index = Array.FindIndex(batch.Rows, r => bad.Contains(r.Id));
        if (index >= 0)
        {
            throw new FakeException(FailureKind.Rejected, named ? index : null);
        }

        batch.Commit();
        return default;
    };

    /// <summary>A script of a table in which some rows meet what might as well be the table's own fault.</summary>
    public static Func<FakeBatch, CancellationToken, ValueTask> Break(Func<int, bool> isBad) => (batch, _) =>
    {
        if (batch.Rows.Any(r => isBad(r.Id)))
        {
            throw new FakeException(FailureKind.Fatal);
        }

        batch.Commit();
        return default;
    };

    internal void Store(IEnumerable<Row> rows)
    {
        lock (_tableLock)
        {
            foreach (var row in rows)
            {
                _table[row.Id] = _table.GetValueOrDefault(row.Id) + 1;
            }
        }
    }
}
