using DataAccess.Migrations;

namespace DataAccess.Snippets.Docs;

/// <summary>The code of docs/tenants.md.</summary>
internal static class TenantSnippets
{
    public static async Task UpAsync(Database db, string folder, CancellationToken ct)
    {
        var migrator = new TenantMigrator(db, new TenantOptions { Pattern = @"tenant\_%", Parallel = 8 }, new MigrationOptions { Directory = folder });
        foreach (var result in await migrator.UpAsync(cancellationToken: ct))
        {
            Console.WriteLine($"{result.Tenant}: {result.Failure?.Message ?? $"{result.Completed.Count} applied"}");
        }
    }
}
