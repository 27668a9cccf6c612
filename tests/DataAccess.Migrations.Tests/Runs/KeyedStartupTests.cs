using DataAccess.Migrations.Tests.Files;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>Migrations of several databases in one program.</summary>
public sealed class KeyedStartupTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_database_gets_its_own_migrations()
    {
        using var folder = new TemporaryFolder();
        folder.Write("migrations/orders/1_orders.sql", "create table orders (id int);");
        folder.Write("stats/1_stats.sql", "create table stats (id int);");
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddSqliteDataAccess("orders", ":memory:").AddSqliteDataAccess("stats", ":memory:");
        builder.Services.AddDataAccessMigrations("orders", o => o.Directory = Path.Combine(folder.Path, o.Directory));
        builder.Services.AddDataAccessMigrations("stats", o => o.Directory = Path.Combine(folder.Path, "stats"));
        builder.Services.AddKeyedSingleton<ICodeMigration>("stats", new CodeMigration("2_code", static async (context, ct) => await context.ExecuteAsync($"insert into stats (id) values ({7})", ct)));
        using var host = builder.Build();

        await host.StartAsync(Token);

        Assert.Empty(await host.Services.GetRequiredKeyedService<Database>("orders").QueryAsync<int>($"select id from orders", Token));
        Assert.Equal([7], await host.Services.GetRequiredKeyedService<Database>("stats").QueryAsync<int>($"select id from stats", Token));
        await host.StopAsync(Token);
    }

    [Theory]
    [InlineData(null, "The migrations of the database without a key are already registered.")]
    [InlineData("orders", "The migrations of the database \"orders\" are already registered.")]
    public void Migrations_of_one_database_that_are_registered_twice_are_refused(string? key, string message)
    {
        var services = new ServiceCollection();
        void Add() => _ = key is null ? services.AddDataAccessMigrations() : services.AddDataAccessMigrations(key);
        Add();

        Assert.Contains(message, Assert.Throws<InvalidOperationException>(Add).Message, StringComparison.Ordinal);
    }
}
