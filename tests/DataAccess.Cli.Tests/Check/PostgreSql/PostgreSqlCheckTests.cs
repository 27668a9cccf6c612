using DataAccess.Conformance;

namespace DataAccess.Cli.Tests.Check;

public sealed class PostgreSqlCheckTests() : CheckSuite(PostgreSqlEngine.Shared)
{
    protected override async Task<int> ScratchDatabasesAsync()
        => await Db.QuerySingleAsync<int>($"select count(*) from pg_database where datname like {"dataaccess_check%"}", Token);
}
