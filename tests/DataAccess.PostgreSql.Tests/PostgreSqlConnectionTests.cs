using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlConnectionTests() : ConnectionSuite(PostgreSqlEngine.Shared)
{
    protected override (string Dirty, string Probe) SessionTrace
        => ("set search_path = 'elsewhere'", "select count(*) from pg_settings where name = 'search_path' and setting like '%elsewhere%'");
}
