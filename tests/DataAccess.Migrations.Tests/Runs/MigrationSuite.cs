using DataAccess.Conformance;
using DataAccess.Mapping;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>What migrations do on every engine. Each test has a database and a folder of its own.</summary>
public abstract partial class MigrationSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dataaccess-migrations-");

    protected string Folder => _folder.FullName;

    /// <summary>Whether a changed schema can be rolled back here.</summary>
    private bool RollsBack => Db.Provider.SystemName != "mysql";

    protected override void TearDown() => _folder.Delete(recursive: true);

    protected void Write(string name, string sql)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, sql);
    }

    protected Migrator NewMigrator(Action<MigrationOptions>? configure = null, Database? database = null)
    {
        // Tests make tables before they run; that this is refused otherwise is a test of its own.
        var options = new MigrationOptions { Directory = Folder, AllowNonEmpty = true };
        configure?.Invoke(options);
        return new Migrator(database ?? Db, options);
    }

    protected async Task<string[]> UpAsync(Action<MigrationOptions>? configure = null, long? to = null)
        => (await NewMigrator(configure).UpAsync(to, cancellationToken: Token)).Select(static m => m.Name).ToArray();

    protected async Task<MigrationException> FailsAsync(MigrationFailure failure, Action<MigrationOptions>? configure = null)
    {
        var exception = await Assert.ThrowsAsync<MigrationException>(() => UpAsync(configure));
        Assert.True(failure == exception.Failure, $"{exception.Failure}: {exception}");
        return exception;
    }

    protected async Task<bool> HasTableAsync(string name) => (await Db.DescribeTableAsync(new TableName(name), Token)).Count > 0;

    protected async Task<long> CountAsync(string table)
        => await Db.QuerySingleAsync<long>($"select count(*) from {SqlStatement.Identifier(table)}", Token);

    private async Task<MigrationState[]> StatesAsync()
        => (await NewMigrator().StatusAsync(Token)).Migrations.Select(static m => m.State).ToArray();
}
