using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlDisposeTests() : DisposeSuite(PostgreSqlEngine.Shared)
{
    protected override string EndlessQuery => "select count(*) from generate_series(1, 10000000000)";
}
