using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSeveralResultsTests() : SeveralResultsSuite(PostgreSqlEngine.Shared)
{
    protected override ValueTask<SqlStatement?> SeveralAsync(bool hasThird)
        => new((SqlStatement?)SqlStatement.Raw(hasThird ? "select 1; select 'a', 2; select 3" : "select 1; select 'a', 2"));
}
