using DataAccess.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class StartupTests
{
    [Theory]
    [InlineData(":memory:")]
    [InlineData("file:startup?mode=memory&cache=shared")]
    [InlineData("file:/startup?vfs=memdb")]
    public async Task A_host_migrates_its_database_from_embedded_resources_when_it_starts(string name)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(_ => SqliteDatabase.Open(name));
        builder.Services.AddDataAccessMigrations(static options =>
        {
            options.Assembly = typeof(StartupTests).Assembly;
            options.Directory = "Embedded";
        });
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        var database = host.Services.GetRequiredService<Database>();
        Assert.Equal([1, 2], await database.QueryAsync<int>($"select n from embedded order by n", TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);

        // Of a database in memory nothing is left behind.
        Assert.Empty(Directory.GetFiles(Environment.CurrentDirectory, "*startup*"));
        Assert.False(File.Exists("/startup.migrate-lock"));
    }

    [Fact]
    public async Task A_host_runs_the_migrations_in_code_that_are_services()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(_ => SqliteDatabase.Open(":memory:"));
        builder.Services.AddDataAccessMigrations(static options =>
        {
            options.Assembly = typeof(StartupTests).Assembly;
            options.Directory = "Embedded";
            options.CodeMigrations = [new CodeMigration("2_code", static async (context, ct) => await context.ExecuteAsync($"insert into embedded (n) values ({20})", ct))];
        });
        builder.Services.AddSingleton<ICodeMigration>(new CodeMigration("3_code", static async (context, ct) => await context.ExecuteAsync($"insert into embedded (n) values ({30})", ct)));
        using var host = builder.Build();

        await host.StartAsync(TestContext.Current.CancellationToken);

        var database = host.Services.GetRequiredService<Database>();
        Assert.Equal([1, 2, 20, 30], await database.QueryAsync<int>($"select n from embedded order by n", TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Runners_on_a_shared_database_in_memory_wait_for_each_other()
    {
        await using var database = SqliteDatabase.Open($"file:{Guid.NewGuid():N}?mode=memory&cache=shared");
        var options = new MigrationOptions { Assembly = typeof(StartupTests).Assembly, Directory = "Embedded" };

        var runs = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(async () => await new Migrator(database, options).UpAsync(cancellationToken: TestContext.Current.CancellationToken))));

        Assert.Single(runs, static run => run.Count > 0);
        Assert.Equal([1, 2], await database.QueryAsync<int>($"select n from embedded order by n", TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_host_does_not_start_on_a_database_with_tables_and_no_history()
    {
        await using var database = SqliteDatabase.Open($"file:{Guid.NewGuid():N}?mode=memory&cache=shared");
        await database.ExecuteAsync($"create table orders (id int)", TestContext.Current.CancellationToken);
        Task StartAsync(bool allows)
        {
            var builder = Host.CreateEmptyApplicationBuilder(settings: null);
            builder.Services.AddSingleton(database);
            builder.Services.AddDataAccessMigrations(options => (options.Assembly, options.Directory, options.AllowNonEmpty) = (typeof(StartupTests).Assembly, "Embedded", allows));
            return builder.Build().StartAsync(TestContext.Current.CancellationToken);
        }

        var error = await Assert.ThrowsAsync<MigrationException>(() => StartAsync(allows: false));
        Assert.Contains("it has table orders.", error.Message, StringComparison.Ordinal);
        Assert.Contains("MigrationOptions.AllowNonEmpty", error.Message, StringComparison.Ordinal);
        await StartAsync(allows: true);
    }

    [Fact]
    public void Options_that_are_not_valid_are_named()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => new ServiceCollection().AddDataAccessMigrations(static o =>
        {
            o.LockTimeout = TimeSpan.Zero;
            o.Directory = "";
        }));

        Assert.Contains("LockTimeout is 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Contains("Directory is empty", error.Message, StringComparison.Ordinal);
    }
}
