using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>Updates and deletes of a writer when a connection is lost: with the ledger each is done once, and what is told is true.</summary>
public abstract class WriterChangesFaultSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    protected override async ValueTask SetUpAsync() => await Direct.ExecuteAsync(SqlStatement.Raw(Versioned.CreateSql), Token);

    [Theory]
    [InlineData(FaultPoint.BeforeAnswer, 1)]
    [InlineData(FaultPoint.BeforeAnswer, 700)]
    [InlineData(FaultPoint.BeforeCommit, 1)]
    [InlineData(FaultPoint.BeforeCommit, 700)]
    public async Task Commit_lost_each_change_is_done_once(FaultPoint point, int rows)
    {
        await using var attack = Rig.OpenAttack();
        await using var writer = Create(attack, exactlyOnce: true, TimeSpan.FromMilliseconds(300));
        await writer.WriteManyAsync(Enumerable.Range(0, rows).Select(static i => new Versioned(i, "a", 1)), Token);
        var cut = Fault.Cut(point);
        attack.Plan.Arm(cut);

        var updates = await Task.WhenAll(Enumerable.Range(0, rows).Select(async i => await writer.UpdateAsync(new Versioned(i, "b", 1), Token)));

        Assert.True(cut.Fired.IsCompleted);
        Assert.All(updates, Assert.True);
        Assert.Equal(point == FaultPoint.BeforeCommit ? 1 : 0, writer.Statistics.Retries);
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        await Rig.QuietAsync(Token);
        Assert.Equal(rows, await Direct.QuerySingleAsync<int>($"select count(*) from versioned where text = 'b' and version = 2", Token));
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task Each_key_is_what_its_callers_were_told_whatever_is_cut(bool exactlyOnce, bool partitioned)
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await using var attack = Rig.OpenAttack();
        await using var writer = Create(attack, exactlyOnce, TimeSpan.Zero, partitioned);
        using var done = new CancellationTokenSource();

        // Without the ledger a COMMIT whose answer was lost may happen after the batches behind it.
        var cutting = CutAsync(attack, new Random(seed), exactlyOnce ? [FaultPoint.BeforeAnswer, FaultPoint.BeforeCommit] : [FaultPoint.BeforeCommit], done.Token);

        var models = await new ChangeCallers(writer, seed, isSettled: exactlyOnce).RunAsync(keys: 16, changes: 60, cancelled: 0.1, Token);
        await done.CancelAsync();
        await cutting;
        await writer.DisposeAsync();
        await attack.DisposeAsync();
        await Rig.QuietAsync(Token);

        var stored = (await Direct.QueryAsync<Versioned>($"select * from versioned", Token)).ToDictionary(static r => r.Id, static r => ((string, int)?)(r.Text, r.Version));
        Assert.All(models, m => m.End(stored.GetValueOrDefault(m.Key)));
        Assert.Empty(models.Where(static m => m.Violation is not null).Select(m => $"seed {seed}: {m.Violation}"));
        Assert.True(!exactlyOnce || writer.Statistics.Unknown == 0, $"seed {seed}: {writer.Statistics}");
    }

    private static async Task CutAsync(ServerAttack attack, Random random, FaultPoint[] points, CancellationToken done)
    {
        // Few enough that the questions to the ledger, which commit as well, come through.
        for (var cuts = 0; cuts < 20 && !done.IsCancellationRequested; cuts++)
        {
            var cut = Fault.Cut(points[random.Next(points.Length)]);
            attack.Plan.Arm(cut);
            await Task.WhenAny(cut.Fired, Task.Delay(Timeout.Infinite, done));
            await Task.WhenAny(Task.Delay(random.Next(20, 120), done));
        }
    }

    private static BatchingWriter<Versioned> Create(ServerAttack attack, bool exactlyOnce, TimeSpan linger, bool partitioned = false)
        => attack.Database.CreateWriter<Versioned>(new()
        {
            ExactlyOnce = exactlyOnce,
            DeliveryTimeout = TimeSpan.FromSeconds(40),
            Linger = linger,
            PartitionBy = partitioned ? static r => r.Id : null,
            MaxBatchRows = linger == TimeSpan.Zero ? 50 : 20_000,
            Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) },
        });
}
