using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Configuration that changes while the program runs.</summary>
public sealed class OptionsReloadTests
{
    private readonly ListLogger _log = new();
    private readonly FakeTimeProvider _time = new();
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Options_that_each_call_reads_are_applied()
    {
        using var host = await StartAsync();
        var database = host.Services.GetRequiredKeyedService<Database>("orders");
        await using var held = await database.Connections.AcquireAsync(ConnectionRole.Writer, Token);

        Reload(("Data:Connections:AcquireTimeout", "00:00:02"), ("Data:LogParameterValues", "true"));
        var waiting = database.Connections.AcquireAsync(ConnectionRole.Writer, Token).AsTask();
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Contains("AcquireTimeout (00:00:02)", (await Assert.ThrowsAsync<PoolTimeoutException>(() => waiting)).Message, StringComparison.Ordinal);
        Assert.True(database.Context.QueryLog.WithValues);
        Assert.Equal("The database \"orders\" uses the new values of LogParameterValues, Connections.AcquireTimeout from now on", Assert.Single(_log.Of(501)));
        Assert.Empty(_log.Of(502));
    }

    [Fact]
    public async Task Options_that_need_a_restart_are_named_once_and_without_values()
    {
        using var host = await StartAsync();

        Reload(("Data:Url", "sqlite:hunter2.db"), ("Data:Connections:MaxWaiters", "9"));
        Reload(("Unrelated", "1"));

        Assert.Equal("The database \"orders\" uses the new values of Url, Connections.MaxWaiters only after a restart", Assert.Single(_log.Of(502)));
        Reload(("Data:Connections:MaxWaiters", "10"));
        Assert.Equal(2, _log.Of(502).Count());
    }

    [Theory]
    [InlineData("Data:Connections:AcquireTimeout", "-00:00:01", "Connections.AcquireTimeout is -00:00:01")]
    [InlineData("Data:Connections:AcquireTimeout", "soon", "Data:Connections:AcquireTimeout")]
    [InlineData("Data:Connections:AquireTimeout", "00:00:01", "Did you mean AcquireTimeout?")]
    public async Task A_configuration_that_is_not_valid_changes_nothing(string key, string value, string message)
    {
        using var host = await StartAsync();

        Reload((key, value), ("Data:LogParameterValues", "true"));

        Assert.Contains(message, Assert.Single(_log.Of(503)), StringComparison.Ordinal);
        Assert.False(host.Services.GetRequiredKeyedService<Database>("orders").Context.QueryLog.WithValues);
    }

    private async Task<IHost> StartAsync()
    {
        _builder.Configuration.AddInMemoryCollection([new("Data:Url", "sqlite::memory:"), new("Data:Connections:MaxConnections", "1")]);
        _builder.Services.AddSingleton<ILoggerFactory>(new ListLoggerFactory(_log)).AddSingleton<TimeProvider>(_time);
        _builder.Services.AddDataAccess("orders", _builder.Configuration.GetSection("Data"));
        var host = _builder.Build();
        await host.StartAsync(Token);
        return host;
    }

    private void Reload(params (string Key, string Value)[] settings)
    {
        foreach (var (key, value) in settings)
        {
            _builder.Configuration[key] = value;
        }

        ((IConfigurationRoot)_builder.Configuration).Reload();
    }
}
