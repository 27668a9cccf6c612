using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlExplainTests() : ExplainSuite(PostgreSqlEngine.Shared)
{
    protected override string ByKey => "t_pkey";
}
