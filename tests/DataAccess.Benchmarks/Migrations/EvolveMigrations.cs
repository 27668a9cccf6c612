using System.Data.Common;

namespace DataAccess.Benchmarks;

/// <summary>Evolve, with a transaction a file, which is its default.</summary>
internal sealed class EvolveMigrations(MigrationTarget target, DbProviderFactory factory) : MigrationContender(ContenderNames.Evolve, target)
{
    public override Task MigrateAsync() => Task.Run(() =>
    {
        using var connection = factory.CreateConnection()!;
        connection.ConnectionString = Target.Url;
        var evolve = new EvolveDb.Evolve(connection) { Locations = [Target.EvolveFolder], IsEraseDisabled = true };
        evolve.Migrate();
        if (evolve.NbMigration != MigrationTarget.Count)
        {
            throw new InvalidOperationException($"Evolve applied {evolve.NbMigration}.");
        }
    });
}
