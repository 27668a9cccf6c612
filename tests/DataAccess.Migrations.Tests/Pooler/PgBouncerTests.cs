using DataAccess.Conformance;
using DataAccess.Mapping;
using DataAccess.Migrations.Tests.Cli;
using DataAccess.Migrations.Tests.Crash;

namespace DataAccess.Migrations.Tests.Pooler;

/// <summary>A pooler that changes sessions between transactions is refused, or does no harm.</summary>
[Collection("PostgreSQL")]
public sealed class PgBouncerTests() : DatabaseSuite(MortalEngine.PostgreSql)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-pooler-");

    protected override void TearDown() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Transaction_mode_is_refused_with_its_own_exit_code()
    {
        Write("1_a.sql", "create table a (x int);");
        await using var pooler = await PgBouncer.StartAsync("pool_mode = transaction", MortalEngine.PostgreSql.Container!, ConnectionString, Token);
        await WaitAsync(pooler);

        var up = await UpAsync(pooler);

        Assert.Equal((12, ""), (up.ExitCode, up.Out));
        Assert.Contains("this is a pooler in transaction mode, where a session's lock protects nothing. Connect directly to the server", up.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", up.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from pg_tables where schemaname = 'public'", Token));
    }

    [Fact]
    public async Task Session_mode_is_safe()
    {
        Write("1_a.sql", "create table a (x int); insert into a values (1);");
        await using var pooler = await PgBouncer.StartAsync("pool_mode = session", MortalEngine.PostgreSql.Container!, ConnectionString, Token);
        await WaitAsync(pooler);

        var ups = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => UpAsync(pooler)));

        Assert.All(ups, static up => Assert.Equal((0, ""), (up.ExitCode, up.Error)));
        Assert.Equal([1], await Db.QueryAsync<int>($"select x from a", Token));
    }

    /// <summary>Where others come between, the sessions of one runner may well be lent different servers, and look like direct ones.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("server_round_robin = 1")]
    public async Task Runners_that_come_together_through_transaction_mode_apply_nothing_twice(string setting)
    {
        Write("1_a.sql", "create table a (n int);");
        for (var i = 2; i <= 8; i++)
        {
            Write($"{i}_row.sql", $"insert into a values ({i});");
        }

        await using var pooler = await PgBouncer.StartAsync($"pool_mode = transaction\ndefault_pool_size = 5\n{setting}", MortalEngine.PostgreSql.Container!, ConnectionString, Token);
        await WaitAsync(pooler);

        var failures = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            await using var database = Engine.Open(pooler.Through(ConnectionString));
            var options = new MigrationOptions { AllowNonEmpty = true, Directory = _folder.FullName, RunnerTimeout = TimeSpan.FromMilliseconds(300) };
            return (await Record.ExceptionAsync(() => new Migrator(database, options).UpAsync(cancellationToken: Token).AsTask())) as MigrationException;
        }));

        Assert.All(failures, static failure => Assert.True(failure?.Failure is null or MigrationFailure.UnsafeTopology or MigrationFailure.LockBusy, $"{failure?.Message}"));
        Assert.Contains(failures, static failure => failure?.Failure == MigrationFailure.UnsafeTopology);
        if ((await Db.DescribeTableAsync(new TableName("a"), Token)).Count > 0)
        {
            var rows = await Db.QueryAsync<int>($"select n from a order by n", Token);
            Assert.Equal(rows.Distinct(), rows);
            Assert.Equal(rows.Count + 1, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_migrations", Token));
        }
    }

    private void Write(string name, string sql) => File.WriteAllText(Path.Combine(_folder.FullName, name), sql);

    private async Task WaitAsync(PgBouncer pooler)
    {
        var wait = await CliProcess.RunAsync("wait", "--url", pooler.Through(ConnectionString));
        Assert.Equal((0, ""), (wait.ExitCode, wait.Error));
    }

    private Task<CliProcess> UpAsync(PgBouncer pooler)
        => CliProcess.MigrateAsync("up", "--allow-non-empty", "--dir", _folder.FullName, "--url", pooler.Through(ConnectionString));
}
