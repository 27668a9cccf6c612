using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Scratch;

public sealed class SqliteMigrationTestTests() : MigrationTestSuite(new SqliteEngine())
{
    protected override async Task<string> FindAsync(Database database) => await database.QuerySingleAsync<string>($"select file from pragma_database_list", Token);

    protected override Task<long> CountScratchAsync(string name) => Task.FromResult(File.Exists(name) ? 1L : 0L);
}
