using DataAccess.Conformance;
using DataAccess.Sqlite;

namespace DataAccess.Migrations.Tests.Tenants;

/// <summary>Files in one folder.</summary>
public sealed class SqliteTenantTests() : TenantSuite(new SqliteEngine())
{
    protected override string Pattern => Path.Combine(Folder, "tenant_*.db");

    protected override string NameOf(string suffix) => Path.Combine(Folder, $"tenant_{suffix}.db");

    protected override async Task<string> CreateAsync(string suffix)
    {
        await using var database = SqliteDatabase.Open(NameOf(suffix));
        await database.QueryAsync<int>($"select 1", Token);
        return NameOf(suffix);
    }
}
