using System.Data.Common;
using DataAccess.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DataAccess.Conformance.Faults;

/// <summary>A SQLite file, attacked by other users of it and through the writer's own connection.</summary>
public sealed class SqliteRig(Database direct, string url) : FaultRig(direct)
{
    /// <summary>The shortest there is.</summary>
    private static readonly TimeSpan BusyTimeout = TimeSpan.FromSeconds(1);

    internal override FaultAttack Attack(Random random, FaultRunPlan plan) => new RandomSqliteAttack(
        Open(plan.Clock, plan.Explodes ? new ThrowingLoggers() : null), url["sqlite:".Length..], Faults, random);

    public override DbConnection Connect()
        => new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = url["sqlite:".Length..], Pooling = false }.ConnectionString);

    /// <summary>Without the pages that have become free, which would be used before the file grows.</summary>
    public override async ValueTask EmptyAsync(CancellationToken cancellationToken)
    {
        await base.EmptyAsync(cancellationToken);
        await Direct.ExecuteAsync($"vacuum", cancellationToken);
    }

    internal override async ValueTask SetUpAsync(Random random, FaultRunPlan? plan, CancellationToken cancellationToken)
        => await RunAsync([.. FaultTriggers.DropOnSqlite, .. plan is { HasTriggers: true } ? FaultTriggers.OnSqlite : []], cancellationToken);

    // What a closed connection to a file has not done will not be done.
    public override ValueTask QuietAsync(CancellationToken cancellationToken) => default;

    public Database Open(TimeProvider? time = null, ILoggerFactory? loggers = null)
        => SqliteDatabase.Open(url, new SqliteOptions { BusyTimeout = BusyTimeout }, loggers, time);

    /// <summary>What can be done to a database that is open.</summary>
    public SqliteFaults Faults(Database database) => new(database, url["sqlite:".Length..]);
}
