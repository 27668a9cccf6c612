using DataAccess.Mapping;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Several databases in one program.</summary>
public sealed class KeyedDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_key_has_its_own_database_session_and_options()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(
        [
            new("Orders:Url", "sqlite::memory:"), new("Orders:Connections:MaxConnections", "3"), new("Stats:Url", "sqlite::memory:"), new("Stats:Connections:MaxConnections", "5"),
        ]);
        builder.Services.AddDataAccess("orders", builder.Configuration.GetSection("Orders"));
        builder.Services.AddDataAccess("stats", builder.Configuration.GetSection("Stats"));
        builder.Services.AddDataAccess(static o => o.Url = "sqlite::memory:");
        builder.Services.AddSingleton<Consumer>();
        using var host = builder.Build();
        await host.StartAsync(Token);

        var consumer = host.Services.GetRequiredService<Consumer>();
        Assert.Equal(3, new[] { consumer.Default, consumer.Orders, consumer.Stats }.Distinct().Count());
        Assert.Same(consumer.Orders, host.Services.GetRequiredKeyedService<DatabaseSession>("orders"));
        Assert.Same(consumer.Default, host.Services.GetRequiredService<DatabaseSession>());
        var options = host.Services.GetRequiredService<IOptionsMonitor<DataAccessOptions>>();
        Assert.Equal((3, 5), (options.Get("orders").Connections.MaxConnections, options.Get("stats").Connections.MaxConnections));

        // A table in one is not in the other.
        await consumer.Orders.ExecuteAsync($"create table only_orders (id int)", Token);
        Assert.NotEmpty(await consumer.Orders.DescribeTableAsync(new TableName("only_orders"), Token));
        Assert.Empty(await consumer.Stats.DescribeTableAsync(new TableName("only_orders"), Token));
    }

    [Fact]
    public async Task Invalid_options_are_told_with_the_name_of_each_database()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddDataAccess("orders", static o => o.Connections.MaxConnections = 0);
        builder.Services.AddDataAccess("stats", static o => o.Url = "oracle://secret@host/db");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<AggregateException>(() => host.StartAsync(Token));

        Assert.Contains("Database \"orders\": Url is empty", error.Message, StringComparison.Ordinal);
        Assert.Contains("Database \"orders\": Connections.MaxConnections is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Database \"stats\": Url is not valid: The URL scheme 'oracle' is unknown.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("orders")]
    public void A_second_database_with_the_same_key_is_refused(string? key)
    {
        void Add(IServiceCollection services)
        {
            _ = key is null ? services.AddDataAccess(new FakeProvider(), new DatabaseOptions()) : services.AddDataAccess(key, new FakeProvider(), new DatabaseOptions());
        }

        var services = new ServiceCollection();
        Add(services);
        var error = Assert.Throws<InvalidOperationException>(() => Add(services));

        Assert.StartsWith(key is null ? "The database without a key is already registered" : "The database \"orders\" is already registered", error.Message, StringComparison.Ordinal);
        Assert.Contains("AddPostgreSqlDataAccess(\"orders\", url)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_that_was_removed_can_be_replaced_as_tests_do()
    {
        var services = new ServiceCollection().AddDataAccess(new FakeProvider(), new DatabaseOptions());
        var replacement = new FakeProvider();
        services.RemoveAll<Database>();
        services.AddDataAccess(replacement, new DatabaseOptions());
        using var provider = services.BuildServiceProvider();

        Assert.Same(replacement, provider.GetRequiredService<Database>().Provider);
    }

    [Theory]
    [InlineData("postgres://app:hunter2@db/app")]
    [InlineData("Host=db;Password=hunter2")]
    [InlineData(":memory:")]
    public void A_url_in_place_of_the_key_is_told_without_repeating_it(string url)
    {
        var services = new ServiceCollection();
        Action[] calls =
        [
            () => services.AddDataAccess(url, static _ => { }),
            () => services.AddSqliteDataAccess(url, "orders"),
            () => services.AddRepository<Consumer>(url),
            () => services.AddWriter<Row>(url),
        ];

        foreach (var call in calls)
        {
            var error = Assert.Throws<ArgumentException>(call);
            Assert.Contains("looks like a URL", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_databases_are_created_when_the_host_starts_with_the_containers_clock_and_log()
    {
        var time = new FakeTimeProvider();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        var provider = new FakeProvider();
        builder.Services.AddDataAccess("orders", provider, new DatabaseOptions { Connections = { MinIdle = 1 } });
        builder.Services.AddSingleton<TimeProvider>(time);
        using var host = builder.Build();
        await host.StartAsync(Token);

        Assert.Same(time, host.Services.GetRequiredKeyedService<Database>("orders").Context.Time);
        await Eventually.TrueAsync(() => provider.Opens == 1, () => time.Advance(TimeSpan.FromSeconds(1)));
        await host.StopAsync(Token);
    }

    internal sealed class Consumer(Database all, [FromKeyedServices("orders")] Database orders, [FromKeyedServices("stats")] Database stats)
    {
        public Database Default => all;

        public Database Orders => orders;

        public Database Stats => stats;
    }
}
