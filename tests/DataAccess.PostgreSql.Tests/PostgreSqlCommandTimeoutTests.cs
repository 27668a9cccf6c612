using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlCommandTimeoutTests() : CommandTimeoutSuite(PostgreSqlEngine.Shared)
{
    protected override string Keyword => "Command Timeout";

    protected override string SlowQuery => "select pg_sleep(60)::text";
}
