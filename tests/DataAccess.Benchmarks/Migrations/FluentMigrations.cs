using System.Globalization;
using FluentMigrator;
using FluentMigrator.Infrastructure;
using FluentMigrator.Runner;
using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.Benchmarks;

/// <summary>FluentMigrator, with a transaction a migration; its migrations run the files' texts.</summary>
internal sealed class FluentMigrations(MigrationTarget target, Action<IMigrationRunnerBuilder> engine) : MigrationContender(ContenderNames.FluentMigrator, target)
{
    public override Task MigrateAsync() => Task.Run(() =>
    {
        using var services = new ServiceCollection()
            .AddFluentMigratorCore()
            .ConfigureRunner(builder =>
            {
                engine(builder);
                builder.WithGlobalConnectionString(Target.Url);
            })
            .AddSingleton<IMigrationInformationLoader>(new Files(Target.Folder))
            .BuildServiceProvider();
        using var scope = services.CreateScope();
        scope.ServiceProvider.GetRequiredService<IMigrationRunner>().MigrateUp();
    });

    private sealed class Files(string folder) : IMigrationInformationLoader
    {
        public SortedList<long, IMigrationInfo> LoadMigrations()
        {
            var migrations = new SortedList<long, IMigrationInfo>();
            foreach (var path in Directory.EnumerateFiles(folder, "*.sql"))
            {
                var version = long.Parse(Path.GetFileName(path).AsSpan(0, 4), CultureInfo.InvariantCulture);
                migrations.Add(version, new MigrationInfo(version, TransactionBehavior.Default, new FileMigration(File.ReadAllText(path))));
            }

            return migrations;
        }
    }

    private sealed class FileMigration(string text) : ForwardOnlyMigration
    {
        public override void Up() => Execute.Sql(text);
    }
}
