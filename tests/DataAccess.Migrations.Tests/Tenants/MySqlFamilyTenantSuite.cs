using DataAccess.Conformance;
using MySqlConnector;

namespace DataAccess.Migrations.Tests.Tenants;

/// <summary>Databases of one server.</summary>
public abstract class MySqlFamilyTenantSuite(TestEngine engine) : TenantSuite(engine), IAsyncLifetime
{
    private readonly List<string> _created = [];

    private string Prefix => new MySqlConnectionStringBuilder(ConnectionString).Database + "_";

    protected override string Pattern => Prefix.Replace("_", @"\_", StringComparison.Ordinal) + "%";

    protected override string NameOf(string suffix) => Prefix + suffix;

    protected override async Task<string> CreateAsync(string suffix)
    {
        await RunAsync($"create database `{NameOf(suffix)}`");
        _created.Add(NameOf(suffix));
        return NameOf(suffix);
    }

    async ValueTask IAsyncDisposable.DisposeAsync()
    {
        foreach (var name in _created)
        {
            await RunAsync($"drop database `{name}`");
        }

        await DisposeAsync();
    }
}

[Collection("MySQL")]
public sealed class MySqlTenantTests() : MySqlFamilyTenantSuite(MySqlEngine.Shared);

[Collection("MariaDB")]
public sealed class MariaDbTenantTests() : MySqlFamilyTenantSuite(MariaDbEngine.Shared);
