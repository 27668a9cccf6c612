using DataAccess.Conformance;

namespace DataAccess.Migrations.Tests.Scratch;

[Collection("PostgreSQL")]
public sealed class PostgreSqlMigrationTestTests() : MigrationTestSuite(PostgreSqlEngine.Shared)
{
    protected override async Task<string> FindAsync(Database database) => await database.QuerySingleAsync<string>($"select current_database()::text", Token);

    protected override async Task<long> CountScratchAsync(string name) => await Db.QuerySingleAsync<long>($"select count(*) from pg_database where datname = {name}", Token);
}
