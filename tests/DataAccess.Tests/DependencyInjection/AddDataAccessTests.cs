using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>A database from a program's configuration.</summary>
public sealed class AddDataAccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Options_come_from_configuration()
    {
        using var host = Build(
            ("Url", "sqlite::memory:"), ("Connections:MaxConnections", "3"), ("Connections:AcquireTimeout", "00:00:07"), ("Retry:MaxRetries", "1"));
        await host.StartAsync(Token);

        var options = host.Services.GetRequiredService<IOptions<DataAccessOptions>>().Value;
        var database = host.Services.GetRequiredService<Database>();

        Assert.Equal((3, TimeSpan.FromSeconds(7), 1), (options.Connections.MaxConnections, options.Connections.AcquireTimeout, options.Retry.MaxRetries));
        Assert.Same(database, host.Services.GetRequiredService<DatabaseSession>());
        Assert.Equal(42, await database.QuerySingleAsync<int>($"select {42}", Token));
    }

    [Fact]
    public async Task A_program_with_wrong_options_does_not_start_and_is_told_all_of_them()
    {
        using var host = Build(
            ("Connections:MaxConnections", "0"), ("Connections:DrainTimeout", "-00:00:01"), ("Connections:MaxLifetime", "90.00:00:00"), ("Retry:MaxRetries", "-1"));

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(Token));

        Assert.All(
            ["Url is empty", "Connections.MaxConnections is 0", "Connections.DrainTimeout is -00:00:01", "Connections.MaxLifetime is 90.00:00:00", "Retry.MaxRetries is -1"],
            problem => Assert.Contains(problem, error.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_container_closes_the_database()
    {
        var provider = new FakeProvider();
        Database database;
        await using (var services = new ServiceCollection().AddDataAccess(provider, new DatabaseOptions()).BuildServiceProvider())
        {
            database = services.GetRequiredService<Database>();
            await using var lease = await database.Connections.AcquireAsync(cancellationToken: Token);
        }

        Assert.Equal(1, provider.Closes);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await database.Connections.AcquireAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_container_that_is_disposed_synchronously_drains_writers_and_closes_the_database()
    {
        var inserter = new FakeBatchInserter();
        var provider = new FakeProvider { Inserter = inserter };
        var services = new ServiceCollection()
            .AddDataAccess(provider, new DatabaseOptions())
            .AddSingleton(static s => s.GetRequiredService<Database>().CreateWriter(Row.Map))
            .BuildServiceProvider();
        var database = services.GetRequiredService<Database>();
        _ = services.GetRequiredService<DatabaseSession>();
        for (var i = 1; i <= 100; i++)
        {
            await services.GetRequiredService<BatchingWriter<Row>>().EnqueueAsync(new Row(i), Token);
        }

        services.Dispose();
        services.Dispose();

        Assert.Equal(100, inserter.Stored.Length);
        Assert.Equal(provider.Opens, provider.Closes);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await database.Connections.AcquireAsync(cancellationToken: Token));
    }

    [Fact]
    public async Task A_synchronous_dispose_does_not_wait_for_ever()
    {
        var time = new FakeTimeProvider();
        var provider = new FakeProvider { OnClose = static async _ => await Task.Delay(Timeout.Infinite, Token) };
        var database = new Database(provider, time: time);
        _ = await database.Connections.AcquireAsync(cancellationToken: Token);

        var disposing = Task.Factory.StartNew(database.Dispose, Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Eventually.TrueAsync(() => disposing.IsCompleted, () => time.Advance(TimeSpan.FromSeconds(5)));
        await disposing;
    }

    [Fact]
    public void Wrong_options_given_in_code_are_rejected_at_once()
    {
        var options = new DatabaseOptions();
        options.Connections.MaxWaiters = -1;
        options.Retry.MaxDelay = TimeSpan.Zero;

        var error = Assert.Throws<InvalidOptionsException>(() => new ServiceCollection().AddDataAccess(new FakeProvider(), options));

        Assert.Contains("Connections.MaxWaiters is -1", error.Message, StringComparison.Ordinal);
        Assert.Contains("Retry.MaxDelay is 00:00:00", error.Message, StringComparison.Ordinal);
    }

    private static IHost Build(params (string Key, string Value)[] settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(settings.Select(static s => KeyValuePair.Create(s.Key, (string?)s.Value)));
        builder.Services.AddDataAccess(builder.Configuration);
        return builder.Build();
    }
}
