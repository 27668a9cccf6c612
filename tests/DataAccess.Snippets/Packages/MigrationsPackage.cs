using DataAccess.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.Snippets.Packages;

/// <summary>The code of src/DataAccess.Migrations/README.md.</summary>
internal static class MigrationsPackage
{
    public static async Task ShowAsync(Database db)
    {
        var migrator = new Migrator(db, new MigrationOptions { Directory = "migrations" });
        foreach (var migration in await migrator.UpAsync())
        {
            Console.WriteLine($"applied {migration.Name}");
        }
    }

    public static void Register(IServiceCollection services)
    {
        services.AddDataAccessMigrations(options => options.Directory = "migrations");    // at start-up, before other services
    }
}
