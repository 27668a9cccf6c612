using DataAccess.Testing;

[assembly: AssemblyFixture(typeof(Service.Tests.TestServer))]

namespace Service.Tests;

/// <summary>A database per test, copied from one that was migrated once: SQLite, or what <c>TEST_DATABASE</c> names.</summary>
public sealed class TestServer : IAsyncDisposable
{
    public TestDatabases Databases { get; } = new(
        Environment.GetEnvironmentVariable("TEST_DATABASE") ?? $"sqlite:{Path.Combine(Path.GetTempPath(), "service-tests.db")}",
        new TestDatabaseOptions { Migrations = { Directory = Path.Combine(AppContext.BaseDirectory, "migrations") } });

    public ValueTask DisposeAsync() => Databases.DisposeAsync();
}
