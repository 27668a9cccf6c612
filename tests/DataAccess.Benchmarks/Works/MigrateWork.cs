namespace DataAccess.Benchmarks;

/// <summary>An operation is one of 1,000 small migrations that are applied to an empty database. One pass a round.</summary>
internal sealed class MigrateWork(string id, params string[] engines) : Work(id, WorkKind.Migrate, engines)
{
    public override bool Takes(Contender contender) => contender is MigrationContender;

    // Seconds each, for every contender.
    public override int Rounds(BenchmarkOptions options) => options.Quick ? 3 : 7;

    public override Task PrepareAsync(BenchmarkEngine engine) => engine.Migrations.RenewAsync();

    protected override async Task<long> DoAsync(Contender contender, TimeSpan time)
    {
        await ((MigrationContender)contender).MigrateAsync();
        return MigrationTarget.Count;
    }
}
