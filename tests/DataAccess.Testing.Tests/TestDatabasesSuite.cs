using System.Diagnostics;
using DataAccess.Conformance;
using DataAccess.Migrations;
using Xunit;

namespace DataAccess.Testing.Tests;

/// <summary>A migrated database for each test, copied from a template.</summary>
public abstract class TestDatabasesSuite(TestEngine engine) : IAsyncLifetime
{
    private string _url = "";

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Migrations of this engine with all that a copy must have.</summary>
    protected abstract string[] Everything { get; }

    public async ValueTask InitializeAsync() => _url = await engine.CreateDatabaseAsync();

    public async ValueTask DisposeAsync()
    {
        await engine.DropDatabaseAsync(_url);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Each_test_has_a_migrated_database_of_its_own()
    {
        using var files = new TestMigrations();
        await using var databases = Create(files);
        await using var first = await databases.CreateAsync(Token);
        await using var second = await databases.CreateAsync(Token);
        Assert.NotEqual(first.Name, second.Name, StringComparer.Ordinal);
        await first.Database.ExecuteAsync($"insert into items (id, name) values ({1}, {"one"})", Token);
        Assert.Equal(0, await CountAsync(second.Database));
        Assert.Equal(1, await CountAsync(first.Database));

        // The history came with it.
        Assert.Empty(await new Migrator(second.Database, files.Options).UpAsync(cancellationToken: Token));
        await DropTemplatesAsync(first.Name);
    }

    [Fact]
    public async Task A_copy_has_all_that_the_migrations_made()
    {
        using var files = new TestMigrations(Everything);
        await using var databases = Create(files);
        await using var test = await databases.CreateAsync(Token);
        var db = test.Database;
        await db.ExecuteAsync($"insert into parents (name) values ({"p"})", Token);
        var id = await db.ScalarAsync<long>($"select max(id) from parents", Token);
        Assert.True(id > 1, "the seeded row has the first key");
        await db.ExecuteAsync($"insert into children (parent, units) values ({id}, {2})", Token);
        Assert.Equal(4, await db.ScalarAsync<long>($"select doubled from family where parent = {id}", Token));
        Assert.Equal("seeded", await db.ScalarAsync<string>($"select name from parents where id = {1}", Token));

        // The trigger of the copy writes into the copy, and the foreign key holds.
        Assert.Equal(1, await db.ScalarAsync<long>($"select count(*) from log", Token));
        Assert.Equal(
            FailureKind.Rejected, db.Provider.Classify(await Assert.ThrowsAnyAsync<Exception>(async () => await db.ExecuteAsync($"insert into children (parent, units) values ({99}, {1})", Token))).Kind);
        await DropTemplatesAsync(test.Name);
    }

    [Fact]
    public async Task A_template_is_made_once_for_the_content_of_the_migrations()
    {
        using var files = new TestMigrations();
        var seeds = 0;
        TestDatabases New() => Create(files, options => options.Seed = async (db, ct) =>
        {
            Interlocked.Increment(ref seeds);
            await db.ExecuteAsync($"insert into items (id, name) values ({7}, {"seed"})", ct);
        });

        // As several test programs that start at the same time.
        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await using var databases = New();
            await using var test = await databases.CreateAsync(Token);
            Assert.Equal(1, await CountAsync(test.Database));
        }));
        Assert.Equal(1, seeds);
        files.Add("0009_column.sql", "alter table items add column more int;");
        await using var changed = New();
        await using var other = await changed.CreateAsync(Token);
        Assert.Equal(2, seeds);
        Assert.Null(await other.Database.ScalarAsync<int?>($"select more from items", Token));
        await DropTemplatesAsync(other.Name);
    }

    [Fact]
    public async Task Parallel_tests_do_not_see_each_other()
    {
        using var files = new TestMigrations();
        await using var databases = Create(files);
        await Parallel.ForEachAsync(Enumerable.Range(1, 12), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = Token }, async (number, ct) =>
        {
            await using var test = await databases.CreateAsync(ct);
            await test.Database.ExecuteAsync($"insert into items (id, name) values ({number}, {"n"})", ct);
            Assert.Equal([number], await test.Database.QueryAsync<int>($"select id from items", ct));
        });
        await using var last = await databases.CreateAsync(Token);
        await DropTemplatesAsync(last.Name);
    }

    [Fact]
    public async Task Nothing_is_left_but_the_template()
    {
        using var files = new TestMigrations();
        string name;
        await using (var databases = Create(files, static options => options.Prepared = 3))
        {
            await using var test = await databases.CreateAsync(Token);
            name = test.Name;
        }

        var left = await Templates().ListAsync(Token);
        Assert.Equal([true], left.Where(other => other.Split('_')[1] == name.Split('_')[1]).Select(static other => other.Split('_')[2].StartsWith('t')));
        await DropTemplatesAsync(name);
    }

    [Fact]
    public async Task A_database_that_is_disposed_after_all_the_others_is_dropped_too()
    {
        using var files = new TestMigrations();
        var databases = Create(files, static options => options.Prepared = 0);
        var first = await databases.CreateAsync(Token);
        var second = await databases.CreateAsync(Token);
        await databases.DisposeAsync();
        Assert.Equal(0, await CountAsync(first.Database));

        await first.DisposeAsync();
        await second.DisposeAsync();

        var left = await Templates().ListAsync(Token);
        Assert.DoesNotContain(first.Name, left, StringComparer.Ordinal);
        Assert.DoesNotContain(second.Name, left, StringComparer.Ordinal);
        await DropTemplatesAsync(first.Name);
    }

    [Fact]
    public async Task A_killed_runs_databases_are_dropped_by_their_age()
    {
        using var files = new TestMigrations();
        var templates = Templates();
        var old = "datest_0000000000000000_c100_" + Guid.NewGuid().ToString("N")[..8];
        await templates.CreateAsync(old, Token);
        if (engine is SqliteEngine)
        {
            await using var file = Database.Open(templates.UrlOf(old));
            await file.ExecuteAsync($"create table t (id int)", Token);
        }

        await using var databases = Create(files);
        await using var test = await databases.CreateAsync(Token);
        var left = await templates.ListAsync(Token);
        Assert.DoesNotContain(old, left, StringComparer.Ordinal);
        Assert.Contains(test.Name, left, StringComparer.Ordinal);
        await DropTemplatesAsync(test.Name);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_no_template()
    {
        using var files = new TestMigrations("select * from nothing_of_that_name;");
        await using var databases = Create(files);
        var failure = await Assert.ThrowsAsync<MigrationException>(async () => await databases.CreateAsync(Token));
        Assert.Contains("nothing_of_that_name", failure.Message, StringComparison.Ordinal);
        var key = Databases.TemplateKey.Of(new TestDatabaseOptions { Migrations = files.Options });
        Assert.DoesNotContain(await Templates().ListAsync(Token), name => name.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public void Options_that_would_drop_a_running_test_are_refused()
    {
        var failure = Assert.Throws<InvalidOptionsException>(() => new TestDatabases(_url, new TestDatabaseOptions { LeftOverAge = TimeSpan.Zero, Prepared = -1 }));
        Assert.Contains("LeftOverAge", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Prepared is -1", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>Not a limit of this machine's speed; the figures are shown in the test's output.</summary>
    [Fact]
    public async Task A_database_is_ready_soon()
    {
        using var files = new TestMigrations(Everything);
        await using var databases = Create(files);
        string name;
        await using (var warm = await databases.CreateAsync(Token))
        {
            name = warm.Name;
        }

        foreach (var pause in new[] { 0, 200 })
        {
            List<double> waits = [];
            List<double> created = [];
            for (var i = 0; i < (pause == 0 ? 40 : 30); i++)
            {
                await Task.Delay(pause, Token);
                var started = Stopwatch.GetTimestamp();
                var test = await databases.CreateAsync(Token);
                created.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await CountAsync(test.Database);
                waits.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                await test.DisposeAsync();
            }

            waits.Sort();
            created.Sort();
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{engine.Name}, tests of {pause} ms: created in {created[created.Count / 2]:0.0} ms, with the first statement {waits[waits.Count / 2]:0.0} ms, p90 {waits[waits.Count * 9 / 10]:0.0} ms"));
            Assert.True(waits[waits.Count / 2] < 5000);
        }

        await DropTemplatesAsync(name);
    }

    private static async ValueTask<long> CountAsync(Database db) => await db.ScalarAsync<long>($"select count(*) from items", Token);

    private TestDatabases Create(TestMigrations files, Action<TestDatabaseOptions>? configure = null)
    {
        var options = new TestDatabaseOptions { Migrations = files.Options };
        configure?.Invoke(options);
        return new TestDatabases(_url, options);
    }

    private Databases.TemplateEngine Templates() => Databases.TemplateEngine.Of(engine.Open(_url), _url);

    /// <summary>Templates stay for the next run, which has other migrations here.</summary>
    private async ValueTask DropTemplatesAsync(string copy)
    {
        var templates = Templates();
        foreach (var name in await templates.ListAsync(Token))
        {
            if (name.Split('_') is [_, var key, ['t', ..]] && key == copy.Split('_')[1])
            {
                await templates.DropAsync(name, Token);
            }
        }
    }
}
