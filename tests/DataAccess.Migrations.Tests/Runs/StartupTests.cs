using DataAccess.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAccess.Migrations.Tests.Runs;

public sealed class StartupTests
{
    [Fact]
    public async Task A_host_migrates_its_database_from_embedded_resources_when_it_starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSingleton(_ => SqliteDatabase.Open(":memory:"));
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
