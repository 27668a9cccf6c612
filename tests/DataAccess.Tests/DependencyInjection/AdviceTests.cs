using DataAccess.DependencyInjection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

public sealed class AdviceTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_finding_is_logged_once_and_again_when_it_comes_back()
    {
        var time = new FakeTimeProvider();
        var log = new ListLogger();
        using var loggers = new ListLoggerFactory(log);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(time).AddSingleton<ILoggerFactory>(loggers);
        services.AddDataAccess(new FakeProvider(), new DatabaseOptions { Connections = new ConnectionOptions { LeakThreshold = TimeSpan.FromSeconds(90) } });
        services.AddAdvice();
        await using var provider = services.BuildServiceProvider();
        var database = provider.GetRequiredService<Database>();
        var advice = Assert.Single(provider.GetServices<IHostedService>().OfType<AdviceService>());
        await advice.StartAsync(Token);

        await using (await database.Connections.AcquireAsync(cancellationToken: Token))
        {
            await AdvanceAsync(time, 5);
            Assert.Single(Leaks(log));
        }

        await AdvanceAsync(time, 2);
        await using (await database.Connections.AcquireAsync(cancellationToken: Token))
        {
            await AdvanceAsync(time, 3);
        }

        Assert.Equal(2, Leaks(log).Count);
        Assert.Contains(nameof(A_new_finding_is_logged_once_and_again_when_it_comes_back), Leaks(log)[0], StringComparison.Ordinal);
        await advice.StopAsync(Token);
    }

    [Fact]
    public void It_is_registered_once_and_its_time_is_checked()
    {
        var services = new ServiceCollection().AddAdvice().AddAdvice(TimeSpan.FromSeconds(10));

        Assert.Single(services, static s => s.ImplementationType == typeof(AdviceService));
        Assert.Throws<ArgumentOutOfRangeException>(() => services.AddAdvice(TimeSpan.FromMilliseconds(10)));
    }

    private static List<string> Leaks(ListLogger log) => [.. log.Of(108)];

    private static async Task AdvanceAsync(FakeTimeProvider time, int minutes)
    {
        for (var i = 0; i < minutes; i++)
        {
            // The service continues on another thread.
            time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(50, Token);
        }
    }
}
