using DataAccess;
using DataAccess.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Service.Tests;

/// <summary>The whole service in memory, over a database of its own.</summary>
internal sealed class TestService : WebApplicationFactory<Program>
{
    private readonly TestDatabase _test;

    private TestService(TestDatabase test) => _test = test;

    public Database Database => _test.Database;

    public static async Task<TestService> StartAsync(TestServer server)
        => new(await server.Databases.CreateAsync(TestContext.Current.CancellationToken));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _test.DisposeAsync();
    }

    /// <summary>What the service takes from its services is the test's database, which a test can watch and make fail.</summary>
    protected override void ConfigureWebHost(IWebHostBuilder builder)
        => builder.ConfigureTestServices(services => services.AddSingleton(_test.Database).AddSingleton<DatabaseSession>(_test.Database));
}
