using DataAccess.Connections;
using Xunit;

namespace DataAccess.Tests;

/// <summary>One stress run: many callers, one pool, a seed that decides what goes wrong where.</summary>
internal sealed class PoolStress : IAsyncDisposable
{
    private const int Size = 8;
    private const int Callers = 48;

    private readonly PoolRig _rig;
    private readonly Lock _arrival = new();
    private readonly long[] _leaseNumbers;
    private readonly bool _pings;
    private readonly int _target;
    private int _next;
    private int _leased;
    private int _cancelled;
    private int _timedOut;
    private int _unavailable;
    private int _closedUnderUse;

    public PoolStress(bool pings, int leases)
    {
        _pings = pings;
        _target = leases;
        _leaseNumbers = new long[2 * leases];
        _rig = new PoolRig(
            Size,
            options =>
            {
                options.AcquireTimeout = TimeSpan.FromMilliseconds(3);
                options.PingAfterIdle = pings ? TimeSpan.FromTicks(1) : TimeSpan.FromHours(1);
                options.MaxLifetime = TimeSpan.FromSeconds(pings ? 1 : 1_000);
            },
            TimeProvider.System);
        _rig.Provider.OnOpen = (_, ct) => FaultAsync(50, ct);
        _rig.Provider.OnPing = (_, ct) => FaultAsync(200, ct);
        _rig.Provider.OnClose = _ => FaultAsync(20, CancellationToken.None);
        _rig.Provider.OnReset = async (_, ct) =>
        {
            await FaultAsync(10, ct);
            return true;
        };
    }

    public int Leased => Volatile.Read(ref _leased);

    public async Task RunAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => CallAsync(new Random(Seed.Value + i)))));
        await Eventually.TrueAsync(() => _rig.Now is { Leased: 0, Opening: 0, Waiting: 0 });
        Assert.True(_rig.Now.Idle <= Size, $"{this}");
        Assert.Equal(_rig.Now.Opened - _rig.Now.Closed, _rig.Now.Idle);
        Assert.Equal(_rig.Now.Timeouts, _timedOut);

        // Whatever happened, each of the places still works.
        var leases = new List<ConnectionLease>();
        while (leases.Count < Size)
        {
            try
            {
                leases.Add(await _rig.AcquireAsync());
            }
            catch (Exception exception) when (exception is DatabaseUnavailableException or PoolTimeoutException)
            {
                // While some are leased already, a failure to open makes him wait, for longer than he may.
            }
        }

        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    public void AssertEveryFaultOccurred()
        => Assert.True(_cancelled > 0 && _timedOut > 0 && _unavailable > 0 && _closedUnderUse > 0 && _rig.Provider is { Resets: > 0, Pings: > 0 }, $"{this}");

    public void AssertServedInOrder()
    {
        var last = 0L;
        for (var i = 0; i < Math.Min(_next, _leaseNumbers.Length); i++)
        {
            if (_leaseNumbers[i] is var number and > 0)
            {
                Assert.True(number > last, $"Caller {i} was served before one who came earlier. {this}");
                last = number;
            }
        }
    }

    public override string ToString()
        => $"{_leased} leases, {_cancelled} cancelled, {_timedOut} timed out, {_unavailable} unavailable, {_closedUnderUse} spoilt: {_rig.Now}. {Seed.Replay}";

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    private async Task CallAsync(Random random)
    {
        while (Leased < _target)
        {
            // One caller in eight gives up while he waits, or before.
            using var giveUp = random.Next(8) == 0 ? new CancellationTokenSource() : null;
            var turn = Arrive(giveUp?.Token ?? default, out var pending);
            if (giveUp is not null)
            {
                _ = Task.Run(giveUp.Cancel);
            }

            try
            {
                var lease = await pending;
                Interlocked.Increment(ref _leased);
                _leaseNumbers[turn % _leaseNumbers.Length] = lease.Physical.LeaseNumber;
                await UseAsync(lease, random);
            }
            catch (OperationCanceledException)
            {
                Assert.NotNull(giveUp);
                Interlocked.Increment(ref _cancelled);
            }
            catch (PoolTimeoutException timeout)
            {
                Assert.True(timeout.Statistics.Idle == 0, $"A caller timed out while a connection was idle. {timeout.Message} {this}");
                Interlocked.Increment(ref _timedOut);
            }
            catch (DatabaseUnavailableException)
            {
                Interlocked.Increment(ref _unavailable);
            }
        }
    }

    /// <summary>Joins the queue, with a number that says when.</summary>
    private int Arrive(CancellationToken cancellationToken, out ValueTask<ConnectionLease> pending)
    {
        lock (_arrival)
        {
            pending = _rig.Pool.AcquireAsync(default, cancellationToken);
            return _next++;
        }
    }

    private async ValueTask UseAsync(ConnectionLease lease, Random random)
    {
        var connection = PoolRig.Of(lease);
        Assert.True(connection.TryBeginUse(), $"A connection was lent to two. {this}");
        switch (random.Next(200))
        {
            case 0:
                lease.Invalidate();
                Interlocked.Increment(ref _closedUnderUse);
                break;
            case 1:
                connection.Lose();
                Interlocked.Increment(ref _closedUnderUse);
                break;
            case < 8:
                Assert.NotNull(lease.Connection);
                break;
            case < 40:
                await Task.Yield();
                break;
            case 40 when random.Next(2) == 0:
                // Sometimes longer than others are willing to wait.
                await Task.Delay(random.Next(10));
                break;
        }

        connection.EndUse();
        await lease.DisposeAsync();
        if (random.Next(500) == 0)
        {
            // Given back once more: nobody else's lease may end by it.
            await lease.DisposeAsync();
        }
    }

    /// <summary>Fails once in <paramref name="oneIn"/>, and is sometimes slow.</summary>
    private static async ValueTask FaultAsync(int oneIn, CancellationToken cancellationToken)
    {
        if (Random.Shared.Next(4) == 0)
        {
            await Task.Yield();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (Random.Shared.Next(oneIn) == 0)
        {
            throw new FakeException(FailureKind.ConnectionLost);
        }
    }
}
