using System.Collections.Concurrent;

namespace DataAccess.Conformance.Faults;

/// <summary>Random faults of a SQLite file, one after the other, beside a writer at work.</summary>
internal sealed class RandomSqliteAttack : FaultAttack
{
    private readonly CancellationTokenSource _cease = new();
    private readonly ConcurrentQueue<string> _fired = [];
    private readonly SqliteFaults _faults;
    private readonly Random _random;
    private readonly Task _loop;

    public RandomSqliteAttack(Database database, string pool, Func<Database, SqliteFaults> faults, Random random)
    {
        Database = database;
        Pool = pool;
        _faults = faults(database);
        _random = random;
        var count = random.Next(1, 6);
        _loop = Task.Run(() => RunAsync(count));
    }

    public override Database Database { get; }

    public override string Pool { get; }

    public override IReadOnlyList<string> Fired => [.. _fired];

    public override async ValueTask CeaseAsync()
    {
        await _cease.CancelAsync();
        await _loop;
    }

    public override async ValueTask DisposeAsync()
    {
        await CeaseAsync();
        await Database.DisposeAsync();
        _cease.Dispose();
    }

    private async Task RunAsync(int count)
    {
        for (var i = 0; i < count && !_cease.IsCancellationRequested; i++)
        {
            await WaitAsync(20);
            switch (_random.Next(4))
            {
                case 0:
                    _fired.Enqueue("file locked by another");
                    await using (await _faults.LockAsync())
                    {
                        await WaitAsync(60);
                    }

                    break;
                case 1:
                    _fired.Enqueue("disk full");
                    await _faults.FillDiskAsync();
                    await WaitAsync(60);
                    await _faults.FreeDiskAsync();
                    break;
                default:
                    await InterruptAsync();
                    break;
            }
        }
    }

    private async Task InterruptAsync()
    {
        var interrupt = await _faults.InterruptionAsync();
        for (var i = 0; i < 20; i++)
        {
            _fired.Enqueue("interrupt");
            interrupt();
            Thread.SpinWait(_random.Next(20_000));
        }
    }

    /// <summary>A random while, or until the faults have to cease.</summary>
    private async Task WaitAsync(int longest)
        => await Task.Delay(_random.Next(longest), _cease.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
}
