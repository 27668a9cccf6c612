using System.Globalization;
using DataAccess.Conformance;
using DataAccess.Migrations.Running;
using DataAccess.Migrations.Tests.Runs;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataAccess.Migrations.Tests.Tenants;

/// <summary>Many tenants, on every engine. Each test has tenants and a folder of its own.</summary>
public abstract class TenantSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-tenants-");

    protected string Folder => _folder.FullName;

    /// <summary>A pattern that matches all tenants of the test.</summary>
    protected abstract string Pattern { get; }

    /// <summary>A query for names, given as literals.</summary>
    protected static string QueryFor(params IEnumerable<string> names) => string.Join(" union all ", names.Select(static name => $"select '{name.Replace("'", "''", StringComparison.Ordinal)}' as name"));

    protected override void TearDown() => _folder.Delete(recursive: true);

    /// <summary>Creates a tenant.</summary>
    /// <param name="suffix">The end of its name.</param>
    /// <returns>Its name.</returns>
    protected abstract Task<string> CreateAsync(string suffix);

    protected abstract string NameOf(string suffix);

    protected void Write(string name, string sql) => File.WriteAllText(Path.Combine(Folder, name), sql);

    protected Database Open(string tenant) => new(Db.Provider.ForTenant(tenant));

    protected async Task RunAsync(string tenant, string sql)
    {
        await using var database = Open(tenant);
        await database.ExecuteAsync(SqlStatement.Raw(sql), Token);
    }

    protected async Task<IReadOnlyList<int>> RowsAsync(string tenant)
    {
        await using var database = Open(tenant);
        return await database.QueryAsync<int>($"select n from a order by n", Token);
    }

    protected TenantMigrator New(Action<TenantOptions>? tenants = null, Action<MigrationOptions>? configure = null)
    {
        var (options, files) = (new TenantOptions { Pattern = Pattern }, new MigrationOptions { Directory = Folder });
        tenants?.Invoke(options);
        configure?.Invoke(files);
        return new TenantMigrator(Db, options, files);
    }

    private async Task<string[]> CreateManyAsync(int count)
    {
        Write("1_a.sql", "create table a (n int not null primary key);");
        Write("1_a.down.sql", "drop table a;");
        Write("2_b.sql", "insert into a values (2);");
        Write("2_b.down.sql", "delete from a where n = 2;");
        Write("3_c.sql", "insert into a select n + 1 from a;");
        Write("3_c.down.sql", "delete from a where n = 3;");
        var names = new List<string>();
        for (var i = 0; i < count; i++)
        {
            names.Add(await CreateAsync(i.ToString("00", CultureInfo.InvariantCulture)));
        }

        return [.. names];
    }

    private static string[] Names(IReadOnlyList<CompletedMigration>? completed) => [.. (completed ?? []).Select(static m => m.Name)];

    [Fact]
    public async Task Every_tenant_has_its_own_history_and_is_migrated_and_undone()
    {
        var tenants = await CreateManyAsync(5);
        var migrator = New();
        Assert.Equal(tenants, await migrator.FindAsync(Token), StringComparer.Ordinal);
        Assert.All(await migrator.StatusAsync(Token), static r => Assert.Equal(3, r.Value!.Migrations.Count(static m => m.State == MigrationState.Pending)));
        Assert.All(await migrator.PlanAsync(cancellationToken: Token), static r => Assert.Equal(3, r.Value!.Count));

        var results = await migrator.UpAsync(cancellationToken: Token);

        Assert.Equal(tenants, results.Select(static r => r.Tenant), StringComparer.Ordinal);
        Assert.All(results, static r => Assert.Null(r.Failure));
        Assert.All(results, static r => Assert.Equal(["1_a", "2_b", "3_c"], Names(r.Value), StringComparer.Ordinal));
        foreach (var tenant in tenants)
        {
            Assert.Equal([2, 3], await RowsAsync(tenant));
        }

        Assert.All(await migrator.UpAsync(cancellationToken: Token), static r => Assert.Empty(r.Value!));
        Assert.All(await migrator.StatusAsync(Token), static r => Assert.False(r.Value!.HasPending));
        var undone = await migrator.DownAsync(to: 1, cancellationToken: Token);
        Assert.All(undone, static r => Assert.Equal(["3_c", "2_b"], Names(r.Value), StringComparer.Ordinal));
        foreach (var tenant in tenants)
        {
            Assert.Empty(await RowsAsync(tenant));
        }
    }

    [Fact]
    public async Task A_tenant_that_fails_stops_no_other_and_the_next_run_does_the_rest()
    {
        var tenants = await CreateManyAsync(4);
        await New().UpAsync(to: 1, cancellationToken: Token);
        await RunAsync(tenants[1], "insert into a values (2)");

        var results = await New().UpAsync(cancellationToken: Token);

        var failed = results[1];
        Assert.Null(failed.Value);
        Assert.StartsWith("2_b.sql", Assert.IsType<MigrationException>(failed.Failure).Message, StringComparison.Ordinal);
        Assert.All(results.Where(r => r != failed), static r => Assert.Equal(["2_b", "3_c"], Names(r.Value), StringComparer.Ordinal));

        await RunAsync(tenants[1], "delete from a");
        results = await New().UpAsync(cancellationToken: Token);
        Assert.Equal(["2_b", "3_c"], Names(results[1].Value), StringComparer.Ordinal);
        Assert.All(results.Where(r => r.Tenant != tenants[1]), static r => Assert.Empty(r.Value!));
        Assert.Equal([2, 3], await RowsAsync(tenants[1]));
    }

    [Fact]
    public async Task What_a_tenant_has_applied_before_it_failed_is_told()
    {
        var tenants = await CreateManyAsync(2);
        Write("3_c.sql", "insert into nowhere values (1);");
        var results = await New(static t => t.Parallel = 1).UpAsync(cancellationToken: Token);
        Assert.All(results, static r => Assert.Equal(["1_a", "2_b"], r.Completed.Select(static m => m.Name), StringComparer.Ordinal));
        Assert.Equal(tenants.Length, results.Count(static r => r.Failure is MigrationException));
    }

    [Fact]
    public async Task With_fail_fast_no_tenant_is_begun_after_a_failure()
    {
        var tenants = await CreateManyAsync(4);
        await RunAsync(tenants[1], "create table a (x int)");

        var results = await New(static t => (t.Parallel, t.FailFast) = (1, true)).UpAsync(cancellationToken: Token);

        Assert.Null(results[0].Failure);
        Assert.IsType<MigrationException>(results[1].Failure);
        Assert.All(results.Skip(2), r => Assert.Contains($"as {tenants[1]} failed", Assert.IsType<OperationCanceledException>(r.Failure).Message, StringComparison.Ordinal));
        Assert.All((await New().StatusAsync(Token)).Skip(2), static r => Assert.Equal(3, r.Value!.Migrations.Count(static m => m.State == MigrationState.Pending)));
    }

    [Fact]
    public async Task No_tenant_is_an_error_and_a_name_that_does_not_exist_fails_alone()
    {
        var tenants = await CreateManyAsync(1);
        var none = await Assert.ThrowsAsync<MigrationException>(async () => await New(t => t.Pattern = NameOf("nothing")).UpAsync(cancellationToken: Token));
        Assert.Contains($"No tenant matches '{NameOf("nothing")}'", none.Message, StringComparison.Ordinal);
        await Db.ExecuteAsync($"create table directory (n int)", Token);
        var empty = await Assert.ThrowsAsync<MigrationException>(async () => await New(static t => (t.Pattern, t.Query) = (null, "select 'x' where 1 = 0")).StatusAsync(Token));
        Assert.Contains("returned no row", empty.Message, StringComparison.Ordinal);
        var unnamed = await Assert.ThrowsAsync<MigrationException>(async () => await New(static t => (t.Pattern, t.Query) = (null, "select null")).StatusAsync(Token));
        Assert.Contains("a row without a name", unnamed.Message, StringComparison.Ordinal);

        var results = await New(t => (t.Pattern, t.Query) = (null, QueryFor(tenants[0], NameOf("missing")))).UpAsync(cancellationToken: Token);

        Assert.Equal(["1_a", "2_b", "3_c"], Names(results.Single(r => r.Tenant == tenants[0]).Value), StringComparer.Ordinal);
        Assert.Contains($"The tenant '{NameOf("missing")}' does not exist", results.Single(r => r.Tenant != tenants[0]).Failure!.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(NameOf("missing")));
        Assert.Throws<InvalidOptionsException>(() => New(static t => t.Query = "select 1"));
        Assert.Throws<InvalidOptionsException>(() => New(static t => t.Parallel = 0));
        Assert.Throws<InvalidOptionsException>(() => New(configure: static o => o.HistorySchema = "x"));
    }

    [Fact]
    public async Task Names_with_odd_characters_are_tenants_like_others()
    {
        Write("1_a.sql", "create table a (n int);\ninsert into a values (1);");
        string[] tenants = [await CreateAsync("ä b"), await CreateAsync("o'n"), await CreateAsync("UPPER"), await CreateAsync("x-y.z")];
        var results = await New().UpAsync(cancellationToken: Token);
        Assert.All(results, static r => Assert.Null(r.Failure));
        Assert.Equal(tenants.Order(StringComparer.Ordinal), results.Select(static r => r.Tenant), StringComparer.Ordinal);
        foreach (var tenant in tenants)
        {
            Assert.Equal([1], await RowsAsync(tenant));
        }
    }

    /// <summary>With the same tenants, and beside a run of one of them alone.</summary>
    [Fact]
    public async Task Runners_of_the_same_tenants_share_the_work()
    {
        var tenants = await CreateManyAsync(4);
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ => await New().UpAsync(cancellationToken: Token)));

        Assert.All(runs.SelectMany(static r => r), static r => Assert.Null(r.Failure));
        foreach (var tenant in tenants)
        {
            Assert.Equal(["1_a", "2_b", "3_c"], runs.SelectMany(static r => r).Where(r => r.Tenant == tenant).SelectMany(static r => Names(r.Value)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
            Assert.Equal([2, 3], await RowsAsync(tenant));
        }
    }

    [Fact]
    public async Task A_tenant_is_locked_alone_also_against_a_run_of_that_tenant_only()
    {
        var tenants = await CreateManyAsync(3);
        await New(t => t.Parallel = 1).UpAsync(to: 1, cancellationToken: Token);
        await using var one = Open(tenants[1]);

        // As a run without tenants, on that schema, database or file.
        var alone = new MigrationOptions { Directory = Folder, HistorySchema = Db.Provider.SystemName == "postgresql" ? tenants[1] : null };
        await using (await RunScope.EnterAsync(one, EngineRegistry.Find(one.Provider).Runner, alone, TimeProvider.System, NullLogger.Instance, progress: null, Token))
        {
            var results = await New(configure: static o => o.RunnerTimeout = TimeSpan.FromMilliseconds(300)).UpAsync(cancellationToken: Token);

            Assert.Equal(MigrationFailure.LockBusy, Assert.IsType<MigrationException>(results[1].Failure).Failure);
            Assert.Equal(["2_b", "3_c"], Names(results[0].Value), StringComparer.Ordinal);
            Assert.Equal(["2_b", "3_c"], Names(results[2].Value), StringComparer.Ordinal);
        }

        Assert.Equal(["2_b", "3_c"], (await new Migrator(one, alone).UpAsync(cancellationToken: Token)).Select(static m => m.Name), StringComparer.Ordinal);
        Assert.All(await New().UpAsync(cancellationToken: Token), static r => Assert.Empty(r.Value!));
    }

    [Fact]
    public async Task Cancelled_each_tenant_says_how_far_it_got_and_the_next_run_does_the_rest()
    {
        var tenants = await CreateManyAsync(6);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var begun = 0;
        var code = new CodeMigration("4_wait", async (context, ct) =>
        {
            // The first goes on, the second is where the run is interrupted.
            if (Interlocked.Increment(ref begun) == 2)
            {
                await stop.CancelAsync();
            }

            await context.ExecuteAsync($"insert into a (n) values ({9})", ct);
        });

        var results = await New(static t => t.Parallel = 1, o => o.CodeMigrations = [code]).UpAsync(cancellationToken: stop.Token);

        Assert.Equal(tenants, results.Select(static r => r.Tenant), StringComparer.Ordinal);
        Assert.Null(results[0].Failure);
        Assert.StartsWith("Interrupted. ", Assert.IsAssignableFrom<OperationCanceledException>(results[1].Failure).Message, StringComparison.Ordinal);
        Assert.All(results.Skip(2), static r => Assert.StartsWith("Interrupted before it was begun.", Assert.IsAssignableFrom<OperationCanceledException>(r.Failure).Message, StringComparison.Ordinal));

        results = await New(configure: o => o.CodeMigrations = [code]).UpAsync(cancellationToken: Token);
        Assert.All(results, static r => Assert.Null(r.Failure));
        Assert.Empty(results[0].Value!);
        foreach (var tenant in tenants)
        {
            Assert.Equal([2, 3, 9], await RowsAsync(tenant));
        }
    }

    /// <summary>Random tenants fail or are interrupted, in random runs, until all are done; nothing is applied twice.</summary>
    [Fact]
    public async Task Whatever_fails_or_is_interrupted_each_tenant_gets_each_migration_once()
    {
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var tenants = await CreateManyAsync(8);
        Write("4_d.sql", "insert into a select max(n) + 1 from a;");
        var gate = new Lock();
        for (var round = 0; ; round++)
        {
            var isLast = round == 4;
            var code = new CodeMigration("5_e", async (context, ct) =>
            {
                bool fails;
                lock (gate)
                {
                    fails = !isLast && random.Next(2) == 0;
                }

                await context.ExecuteAsync($"insert into a (n) values ({50})", ct);
                if (fails)
                {
                    throw new FormatException("By chance.");
                }
            });
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
            if (!isLast)
            {
                stop.CancelAfter(random.Next(20, 400));
            }

            var parallel = random.Next(1, 5);
            var failFast = !isLast && random.Next(4) == 0;
            try
            {
                var runs = await Task.WhenAll(Enumerable.Range(0, random.Next(1, 3)).Select(async _ => await New(t => (t.Parallel, t.FailFast) = (parallel, failFast), o => o.CodeMigrations = [code]).UpAsync(cancellationToken: stop.Token)));
                Assert.All(runs, r => Assert.Equal(tenants.Length, r.Count));
                Assert.All(runs.SelectMany(static r => r), r => Assert.True(
                    r.Failure is null or OperationCanceledException || r.Failure.Message.Contains("By chance.", StringComparison.Ordinal), $"{r.Failure}"));
                if (isLast)
                {
                    Assert.All(runs.SelectMany(static r => r), static r => Assert.Null(r.Failure));
                    break;
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested && !isLast)
            {
                // While the tenants were listed.
            }
        }

        foreach (var tenant in tenants)
        {
            Assert.Equal([2, 3, 4, 50], await RowsAsync(tenant));
        }
    }
}
