using System.Globalization;
using DataAccess.Conformance;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Tests.Cli;

namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MigrationSuite
{
    private const string Fill = "-- dataaccess: backfill table=a key=id batch=7\nupdate a set n = n + 1 where id between :from and :to;";

    [Fact]
    public async Task A_backfill_writes_each_row_once_slice_by_slice_and_says_how_far_it_is()
    {
        await MakeRowsAsync(Db, Enumerable.Range(1, 100).Select(static i => i * i));
        Write("1_fill.sql", Fill);
        var seen = new List<BackfillProgress>();

        await NewMigrator().UpAsync(progress: new Watcher(p => seen.Add(p.Backfill!)), cancellationToken: Token);

        Assert.Equal([100L], await Db.QueryAsync<long>($"select sum(n) from a where n = 1", Token));
        Assert.Equal(Enumerable.Range(0, 16).Select(static i => ((long)i, Math.Min(100L, i * 7L))), seen.Select(static p => (p.Slices, p.Rows)));
        Assert.Equal((0d, 1d), (seen[0].Fraction, seen[^1].Fraction));
        Assert.Equal([MigrationState.Applied], await StatesAsync());
        Assert.Empty(await UpAsync());
    }

    [Fact]
    public async Task A_backfill_of_nothing_is_applied_at_once()
    {
        await MakeRowsAsync(Db, []);
        Write("1_fill.sql", Fill);

        Assert.Equal(["1_fill"], await UpAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task Text_and_uuid_keys_are_cut_into_slices_too()
    {
        string[] words = ["a'b", "b?c", "ä :to ö", "c\\d", "D", "e", "€ \"x\"", "f", "$1", "-- g"];
        await RunAsync($"create table t (id varchar(50) not null primary key, n int not null)");
        await RunAsync($"create table u (id {TypeOf<Guid>()} not null primary key, n int not null)");
        foreach (var word in words)
        {
            await Db.ExecuteAsync($"insert into t (id, n) values ({word}, {0})", Token);
            await Db.ExecuteAsync($"insert into u (id, n) values ({Guid.NewGuid()}, {0})", Token);
        }

        Write("1_t.sql", "-- dataaccess: backfill table=t key=id batch=3\nupdate t set n = n + 1 where id >= :from /* :to ? */ and id <= :to and '?:from' <> ':to';");
        Write("2_u.sql", "-- dataaccess: backfill table=u key=id batch=4\nupdate u set n = n + 1 where id between :from and :to;");
        await UpAsync();

        Assert.Equal(words.Length, await Db.QuerySingleAsync<long>($"select count(*) from t where n = 1", Token));
        Assert.Equal(words.Length, await Db.QuerySingleAsync<long>($"select count(*) from u where n = 1", Token));
    }

    [Fact]
    public async Task A_table_with_a_key_of_several_columns_is_cut_by_the_first_of_them()
    {
        await RunAsync("create table items (tenant int not null, number int not null, n int not null, primary key (tenant, number))");
        for (var i = 0; i < 60; i++)
        {
            await Db.ExecuteAsync($"insert into items (tenant, number, n) values ({i / 13}, {i}, {0})", Token);
        }

        Write("1_items.sql", "-- dataaccess: backfill table=items key=tenant batch=5\nupdate items set n = n + 1 where tenant between :from and :to;");
        var slices = new List<BackfillProgress>();
        await NewMigrator().UpAsync(progress: new Watcher(p => slices.Add(p.Backfill!)), cancellationToken: Token);

        // No tenant is in two slices, so that no row is written twice.
        Assert.Equal(60, await Db.QuerySingleAsync<long>($"select count(*) from items where n = 1", Token));
        Assert.Equal(5, slices[^1].Slices);
    }

    public static TheoryData<string> Cultures => [.. TestCultures.Names];

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task A_backfill_cuts_the_same_slices_and_a_script_is_the_same_under_every_culture(string culture)
    {
        var isExact = Db.Provider.SystemName != "sqlite";
        await RunAsync($"create table d (id {(isExact ? "decimal(10, 2)" : "bigint")} not null primary key, n int not null)");
        for (var i = -10; i <= 10; i++)
        {
            await Db.ExecuteAsync(isExact ? (SqlStatement)$"insert into d (id, n) values ({i * 1.25m}, {0})" : $"insert into d (id, n) values ({i}, {0})", Token);
        }

        Write("1_d.sql", "-- dataaccess: lock-timeout=1500ms\n-- dataaccess: backfill table=d key=id batch=4\nupdate d set n = n + 1 where id between :from and :to;");
        Write("2_t.sql", "-- dataaccess: lock-timeout=2500ms\ncreate table t (n int default -5);");
        var seen = new List<BackfillProgress>();
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = TestCultures.Of(culture);
        string script;
        try
        {
            await NewMigrator().UpAsync(to: 1, progress: new Watcher(p => seen.AddRange(p.Backfill is { } backfill ? [backfill] : [])), cancellationToken: Token);
            script = await NewMigrator().ScriptAsync(cancellationToken: Token);
            await NewMigrator().UpAsync(cancellationToken: Token);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        Assert.Equal([21L], await Db.QueryAsync<long>($"select sum(n) from d where n = 1", Token));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], seen.Select(static p => p.Slices).Distinct());
        Assert.True(System.Text.Ascii.IsValid(script), script);
    }

    [Fact]
    public async Task Killed_before_any_call_a_backfill_goes_on_and_writes_no_slice_twice()
    {
        Write("1_fill.sql", Fill);
        var calls = new List<string>();
        await MakeRowsAsync(Db, Enumerable.Range(1, 20));
        await UpWatchedAsync(MigrationTransaction.File, Db, calls.Add);
        Assert.True(calls.Count > 15, $"only {calls.Count} calls were watched");

        for (var survived = 0; survived < calls.Count; survived++)
        {
            await OnAnotherDatabaseAsync(async other =>
            {
                await MakeRowsAsync(other, Enumerable.Range(1, 20));
                var left = survived;
                await Assert.ThrowsAnyAsync<Exception>(() => UpWatchedAsync(MigrationTransaction.File, other, _ =>
                {
                    if (left-- <= 0)
                    {
                        throw new KilledException();
                    }
                }));
                await UpWatchedAsync(MigrationTransaction.File, other, static _ => { });
                Assert.Equal(20, await other.QuerySingleAsync<long>($"select count(*) from a where n = 1", Token));
                Assert.Equal("applied", await other.QuerySingleAsync<string>($"select state from dataaccess_migrations", Token));
            });
        }
    }

    [Fact]
    public async Task A_process_that_is_killed_in_a_backfill_leaves_whole_slices()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        await MakeRowsAsync(Db, Enumerable.Range(1, 3000));
        Write("1_fill.sql", Fill.Replace("batch=7", "batch=3", StringComparison.Ordinal));

        for (var round = 0; round < 3; round++)
        {
            using var process = CliProcess.Start("migrate", "up", "--allow-non-empty", "--dir", Folder, "--url", ConnectionString);
            await WaitUntilBegunAsync(Db);
            await Task.Delay(random.Next(400), Token);
            process.Kill();
            await process.WaitForExitAsync(Token);
            Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from a where n > 1", Token));
        }

        await UpAsync();
        Assert.Equal(3000, await Db.QuerySingleAsync<long>($"select count(*) from a where n = 1", Token));
    }

    [Fact]
    public async Task A_slice_that_fails_leaves_those_before_and_is_tried_again_by_the_next_run()
    {
        await RunAsync("create table a (id int not null primary key, n int not null, check (n <> 6))");
        await RunAsync("insert into a (id, n) values (1, 0), (2, 0), (3, 0), (4, 5), (5, 0)");
        Write("1_fill.sql", "-- first\n" + Fill.Replace("batch=7", "batch=1", StringComparison.Ordinal));

        var error = await FailsAsync(MigrationFailure.PartlyApplied);

        Assert.StartsWith("1_fill.sql:3:", error.Message, StringComparison.Ordinal);
        Assert.Contains("All slices of 1_fill up to id 3 are committed and remain. Run 'up' again", error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 1, 1, 5, 0], await Db.QueryAsync<int>($"select n from a order by id", Token));
        Assert.Equal([MigrationState.Partial], await StatesAsync());

        Write("1_fill.sql", "-- first\n" + Fill.Replace("n + 1", "n + 2", StringComparison.Ordinal));
        error = await FailsAsync(MigrationFailure.Validation);
        Assert.Contains("1_fill.sql:3: the backfill ran up to id 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("dataaccess migrate resolve 1 --step 1 --as not-done", error.Message, StringComparison.Ordinal);

        // The size of a slice may change.
        Write("1_fill.sql", "-- first\n" + Fill);
        await RunAsync("update a set n = 0 where id = 4");
        await UpAsync();
        Assert.Equal([1, 1, 1, 1, 1], await Db.QueryAsync<int>($"select n from a order by id", Token));
    }

    [Fact]
    public async Task A_first_slice_that_fails_leaves_nothing_behind()
    {
        await MakeRowsAsync(Db, [1, 2, 3]);
        Write("1_fill.sql", Fill.Replace("n = n + 1", "nowhere = 1", StringComparison.Ordinal));

        Assert.Contains("1_fill.sql:2:", (await FailsAsync(MigrationFailure.RolledBack)).Message, StringComparison.Ordinal);

        Assert.Equal([MigrationState.Pending], await StatesAsync());
    }

    [Fact]
    public async Task A_backfill_that_is_resolved_as_not_done_begins_again()
    {
        await RunAsync("create table a (id int not null primary key, n int not null, check (n <> 6))");
        await RunAsync("insert into a (id, n) values (1, 0), (2, 5)");
        Write("1_fill.sql", Fill.Replace("batch=7", "batch=1", StringComparison.Ordinal));
        await FailsAsync(MigrationFailure.PartlyApplied);
        await RunAsync("update a set n = 0");

        await NewMigrator().ResolveAsync("1", 1, isDone: false, Token);
        Write("1_fill.sql", Fill.Replace("n + 1", "n + 3", StringComparison.Ordinal));
        await UpAsync();

        Assert.Equal([3, 3], await Db.QueryAsync<int>($"select n from a order by id", Token));
    }

    [Fact]
    public async Task A_runner_that_finds_its_slice_taken_stops_and_rolls_back()
    {
        await MakeRowsAsync(Db, Enumerable.Range(1, 20));
        Write("1_fill.sql", Fill);
        var slices = 0;

        var error = await Assert.ThrowsAsync<MigrationException>(() => UpWatchedAsync(MigrationTransaction.File, Db, call =>
        {
            if (call.Contains("order by", StringComparison.Ordinal) && call.Contains("offset", StringComparison.Ordinal) && ++slices == 2)
            {
                Db.ExecuteAsync($"update dataaccess_migration_steps set slice_end = {"i14"}", Token).AsTask().GetAwaiter().GetResult();
            }
        }));

        Assert.Equal(MigrationFailure.UnsafeTopology, error.Failure);
        Assert.Equal(7, await Db.QuerySingleAsync<long>($"select count(*) from a where n = 1", Token));
    }

    [Fact]
    public async Task A_cancelled_backfill_says_what_is_committed_and_the_next_run_goes_on()
    {
        await MakeRowsAsync(Db, Enumerable.Range(1, 40));
        Write("1_fill.sql", Fill);
        using var cancel = new CancellationTokenSource();
        var watcher = new Watcher(p =>
        {
            if (p.Backfill!.Slices == 2)
            {
                cancel.Cancel();
            }
        });

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NewMigrator().UpAsync(progress: watcher, cancellationToken: cancel.Token).AsTask());

        Assert.Contains("All slices of 1_fill up to id 14 are committed", error.Message, StringComparison.Ordinal);
        Assert.Equal(14, await Db.QuerySingleAsync<long>($"select count(*) from a where n = 1", Token));
        await UpAsync();
        Assert.Equal(40, await Db.QuerySingleAsync<long>($"select count(*) from a where n = 1", Token));
    }

    [Fact]
    public async Task A_slice_whose_rows_are_held_is_tried_again_until_they_are_free()
    {
        await MakeRowsAsync(Db, Enumerable.Range(1, 20));
        Write("1_fill.sql", "-- dataaccess: lock-timeout=1s\n" + Fill);
        var (held, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        var holder = HoldAsync(held, release.Task);
        await held.Task;
        using var log = new RetryLog(release.SetResult);

        await new Migrator(Db, new MigrationOptions { Directory = Folder, AllowNonEmpty = true, LockTimeout = TimeSpan.FromSeconds(1) }, log).UpAsync(cancellationToken: Token);

        await holder;
        Assert.True(log.Retries > 0);
        Assert.Equal(20, await Db.QuerySingleAsync<long>($"select count(*) from a where n = 2", Token));
    }

    [Theory]
    [InlineData("backfill table=a key=id batch=7", "update a set n = 1 where id between :from and :to; select 1;", "1_fill.sql:2: a backfill has exactly one statement")]
    [InlineData("backfill table=a key=id batch=7", "update a set n = 1 where ':from' <> ':to' -- :from :to\n", "1_fill.sql:2: the backfill's statement does not use the bounds of a slice")]
    [InlineData("backfill table=a key=id batch=7", "select * from a where id between :from and :to", "1_fill.sql:2: a backfill must write rows")]
    [InlineData("backfill table=a key=id", "update a set n = 1 where id between :from and :to", "1_fill.sql:1: 'backfill table=a key=id' is not a valid backfill")]
    [InlineData("backfill table=a key=id batch=0", "update a set n = 1 where id between :from and :to", "is not a valid backfill")]
    [InlineData("backfill table=a key=id,n batch=7", "update a set n = 1 where id between :from and :to", "names several key columns")]
    [InlineData("backfill table=a key=other batch=7", "update a set n = 1 where id between :from and :to", "1_fill.sql: a has rows where other is null")]
    [InlineData("backfill table=a key=at batch=7", "update a set n = 1 where at between :from and :to", "which a backfill cannot use as its key")]
    public async Task A_backfill_that_cannot_be_is_refused_before_anything_is_written(string directive, string statement, string message)
    {
        await RunAsync($"create table a (id int not null primary key, n int not null, other int, at {TypeOf<double>()} not null)");
        await RunAsync("insert into a (id, n, at) values (1, 0, 1.5)");
        Write("1_fill.sql", $"-- dataaccess: {directive}\n{statement}");

        Assert.Contains(message, (await FailsAsync(MigrationFailure.Validation)).Message, StringComparison.Ordinal);

        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select n from a", Token));
        Assert.True(!await HasTableAsync(MigrationHistory.Table) || await CountAsync(MigrationHistory.Table) == 0);
        await FailsAsync(MigrationFailure.Validation, static o => o.Transaction = MigrationTransaction.All);
    }

    [Fact]
    public async Task A_way_back_may_be_a_backfill()
    {
        await MakeRowsAsync(Db, Enumerable.Range(1, 20));
        Write("1_fill.sql", Fill);
        Write("1_fill.down.sql", Fill.Replace("n + 1", "n - 1", StringComparison.Ordinal));
        await UpAsync();

        await NewMigrator().DownAsync(cancellationToken: Token);

        Assert.Equal(20, await Db.QuerySingleAsync<long>($"select count(*) from a where n = 0", Token));
        Assert.Equal([MigrationState.Pending], await StatesAsync());
    }

    private static async Task MakeRowsAsync(Database database, IEnumerable<int> keys)
    {
        await database.ExecuteAsync($"create table a (id int not null primary key, n int not null)", Token);
        foreach (var some in keys.Chunk(500))
        {
            await database.ExecuteAsync(SqlStatement.Raw($"insert into a (id, n) values {string.Join(", ", some.Select(static key => $"({key}, 0)"))}"), Token);
        }
    }

    private sealed class Watcher(Action<MigrationProgress> report) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value.Completed is null)
            {
                report(value);
            }
        }
    }
}
