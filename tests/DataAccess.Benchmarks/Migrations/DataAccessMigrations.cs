using DataAccess.Migrations;

namespace DataAccess.Benchmarks;

/// <summary>This project's, with its defaults.</summary>
internal sealed class DataAccessMigrations(MigrationTarget target) : MigrationContender(ContenderNames.DataAccess, target)
{
    public override bool Does(WorkKind kind) => kind is WorkKind.Migrate or WorkKind.MigrateStatus;

    public override async Task MigrateAsync()
    {
        await using var database = Target.Open();
        var completed = await new Migrator(database, new MigrationOptions { Directory = Target.Folder }).UpAsync();
        if (completed.Count != MigrationTarget.Count)
        {
            throw new InvalidOperationException($"{completed.Count} were applied.");
        }
    }

    public override async Task StatusAsync()
    {
        await using var database = Target.Open();
        var status = await new Migrator(database, new MigrationOptions { Directory = Target.Folder }).StatusAsync();
        if (status.HasPending || status.Migrations.Count != MigrationTarget.Count)
        {
            throw new InvalidOperationException($"{status.Migrations.Count} are known, pending: {status.HasPending}.");
        }
    }
}
