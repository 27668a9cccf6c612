using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>Where 1,000 applied migrations stand; for hand-written, a round of reading the folder and one query.</summary>
internal sealed class MigrateStatusWork(string id, params string[] engines) : Work(id, WorkKind.MigrateStatus, engines)
{
    private BenchmarkEngine? _applied;

    public override bool Takes(Contender contender) => contender is MigrationContender;

    public override async Task PrepareAsync(BenchmarkEngine engine)
    {
        if (_applied != engine)
        {
            _applied = engine;
            await engine.Migrations.RenewAsync();
            await new DataAccessMigrations(engine.Migrations).MigrateAsync();
        }
    }

    protected override async Task<long> DoAsync(Contender contender, TimeSpan time)
    {
        var started = Stopwatch.GetTimestamp();
        var operations = 0L;
        do
        {
            await ((MigrationContender)contender).StatusAsync();
            operations++;
        }
        while (Stopwatch.GetElapsedTime(started) < time);

        return operations;
    }
}
