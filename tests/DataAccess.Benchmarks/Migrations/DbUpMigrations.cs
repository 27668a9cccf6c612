using DbUp;

namespace DataAccess.Benchmarks;

/// <summary>DbUp, with a transaction a script.</summary>
internal sealed class DbUpMigrations(MigrationTarget target) : MigrationContender(ContenderNames.DbUp, target)
{
    public override Task MigrateAsync() => Task.Run(() =>
    {
        var result = DeployChanges.To.PostgresqlDatabase(Target.Url)
            .WithScriptsFromFileSystem(Target.Folder)
            .WithTransactionPerScript()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful || result.Scripts.Count() != MigrationTarget.Count)
        {
            throw new InvalidOperationException("DbUp did not apply all scripts.", result.Error);
        }
    });
}
