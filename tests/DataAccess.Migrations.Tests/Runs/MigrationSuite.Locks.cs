using DataAccess.Migrations.Running;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    [Fact]
    public async Task Twenty_runners_apply_each_migration_exactly_once()
    {
        // Long enough for all to meet at the lock.
        var slow = Db.Provider.SystemName switch { "postgresql" => "select pg_sleep(0.5);", "mysql" => "select sleep(1.5);", _ => "" };
        Write("1_a.sql", $"create table a (n int); {slow}");
        for (var i = 2; i <= 6; i++)
        {
            Write($"{i}_row.sql", $"insert into a values ({i});");
        }

        Write("7_index.sql", Db.Provider.SystemName == "postgresql" ? "-- dataaccess: no-transaction\ncreate index concurrently a_n on a (n);" : "create index a_n on a (n);");

        var runs = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var database = Reopen(static o => o.Connections.MaxConnections = 1);
            return (await NewMigrator(database: database).UpAsync(cancellationToken: Token)).Select(static m => m.Name).ToArray();
        }));

        Assert.Equal(7, runs.Sum(static r => r.Length));
        Assert.Single(runs, static r => r.Length > 0);
        Assert.Equal([2, 3, 4, 5, 6], await Db.QueryAsync<int>($"select n from a order by n", Token));
    }

    [Fact]
    public async Task A_second_runner_waits_and_says_in_the_end_who_is_at_work()
    {
        Write("1_a.sql", "create table a (n int);");
        await using var scope = await RunScope.EnterAsync(
            Db, EngineRegistry.Find(Db.Provider).Runner, new MigrationOptions { Directory = Folder }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, progress: null, Token);

        var error = await FailsAsync(MigrationFailure.LockBusy, static o => o.RunnerTimeout = TimeSpan.FromMilliseconds(200));

        Assert.Contains("RunnerTimeout (00:00:00.2000000)", error.Message, StringComparison.Ordinal);
        Assert.Contains(Db.Provider.SystemName switch { "postgresql" => "pid ", "mysql" => "connection ", _ => ".migrate-lock" }, error.Message, StringComparison.Ordinal);
        Assert.False(await HasTableAsync("a"));
    }

    [Fact]
    public async Task A_hanging_runner_is_ended_by_unlock()
    {
        Write("1_a.sql", "create table a (n int);");
        var scope = await RunScope.EnterAsync(
            Db, EngineRegistry.Find(Db.Provider).Runner, new MigrationOptions { Directory = Folder }, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, progress: null, Token);
        await using (scope)
        {
            Assert.Equal(Db.Provider.SystemName != "sqlite", await NewMigrator().UnlockAsync(Token) is not null);
            if (Db.Provider.SystemName != "sqlite")
            {
                Assert.Single(await UpAsync());
            }
        }

        Assert.Null(await NewMigrator().UnlockAsync(Token));
    }

    [Fact]
    public async Task A_table_that_is_held_makes_the_run_back_off_and_go_on_when_it_is_free()
    {
        await RunAsync("create table a (n int)");
        await RunAsync("insert into a values (1)");
        Write("1_a.sql", "-- dataaccess: lock-timeout=1s\nalter table a add column m int;");
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = HoldAsync(held, release.Task);
        await held.Task;

        var error = await FailsAsync(MigrationFailure.LockBusy, static o => o.LockRetryBudget = TimeSpan.FromMilliseconds(50));

        // SQLite has one writer, so that already the history cannot be written.
        Assert.Contains(Db.Provider.SystemName == "sqlite" ? "the history: database is locked" : "1_a.sql:2", error.Message, StringComparison.Ordinal);
        Assert.Contains(Db.Provider.SystemName switch { "postgresql" => "pid ", "mysql" => "connection ", _ => "open write transaction" }, error.Message, StringComparison.Ordinal);
        Assert.Equal([MigrationState.Pending], await StatesAsync());

        var process = await CliProcess.MigrateAsync("up", "--allow-non-empty", "--lock-budget", "50ms", "--dir", Folder, "--url", ConnectionString);
        Assert.Equal((7, ""), (process.ExitCode, process.Out));
        Assert.Contains("Lock holders: ", process.Error, StringComparison.Ordinal);

        using var retried = new EventWatch(403);
        var up = new Migrator(Db, new MigrationOptions { Directory = Folder, AllowNonEmpty = true }, retried).UpAsync(cancellationToken: Token).AsTask();
        await retried.Seen.WaitAsync(TimeSpan.FromSeconds(30), Token);
        Assert.False(up.IsCompleted);
        release.SetResult();
        Assert.Equal(["1_a"], (await up).Select(static m => m.Name), StringComparer.Ordinal);
        await holder;
    }

    /// <summary>A transaction of somebody else's that has used the table and does not end.</summary>
    private async Task HoldAsync(TaskCompletionSource held, Task released)
    {
        await using var other = Reopen();
        await other.InTransactionAsync(
            async (transaction, ct) =>
            {
                await transaction.ExecuteAsync($"update a set n = n + 1", ct);
                held.SetResult();
                await released.WaitAsync(ct);
            },
            Token);
    }

    [Fact]
    public async Task A_cancelled_run_says_what_is_true_and_the_next_goes_on()
    {
        var slow = Db.Provider.SystemName switch
        {
            "postgresql" => "select pg_sleep(60)",
            "mysql" => "insert into a select count(*) from information_schema.columns x, information_schema.columns y, information_schema.columns z",
            _ => "insert into a with recursive c(x) as (select 1 union all select x + 1 from c) select x from c",
        };
        Write("1_a.sql", $"create table a (n int);\n{slow};\n");
        using var cancel = new CancellationTokenSource();
        var migrator = NewMigrator(static o => o.Transaction = MigrationTransaction.None);
        migrator.BeforeCall = call =>
        {
            if (call == slow)
            {
                cancel.CancelAfter(TimeSpan.FromMilliseconds(200));
            }
        };

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migrator.UpAsync(cancellationToken: cancel.Token).AsTask());

        Assert.Contains("The first 1 of 2 statements of 1_a are in place", error.Message, StringComparison.Ordinal);
        Assert.Equal([MigrationState.Partial], await StatesAsync());
        Write("1_a.sql", "create table a (n int);\ninsert into a values (5);\n");
        await UpAsync();
        Assert.Equal(1, await CountAsync("a"));
    }

    [Theory]
    [InlineData(MigrationTransaction.File)]
    [InlineData(MigrationTransaction.None)]
    public async Task A_run_whose_lock_is_gone_stops_and_takes_back_what_it_can(MigrationTransaction transaction)
    {
        if (Db.Provider.SystemName == "sqlite")
        {
            return; // The lock is a handle of the process: nobody can take it away.
        }

        Write("1_a.sql", "create table a (n int);");
        Write("2_b.sql", $"insert into a values (1);\n{(Db.Provider.SystemName == "mysql" ? "do release_all_locks()" : "select pg_advisory_unlock_all()")};\ninsert into a values (2);");

        var error = await FailsAsync(MigrationFailure.UnsafeTopology, o => o.Transaction = transaction);

        Assert.Contains("no longer holds the runner's lock", error.Message, StringComparison.Ordinal);
        var isStepped = transaction == MigrationTransaction.None;
        Assert.Equal([MigrationState.Applied, isStepped ? MigrationState.Partial : MigrationState.Pending], await StatesAsync());
        Assert.Equal(isStepped ? 1 : 0, await CountAsync("a"));
    }
}
