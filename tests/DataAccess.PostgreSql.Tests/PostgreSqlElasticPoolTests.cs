using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlElasticPoolTests() : ElasticPoolSuite(PostgreSqlEngine.Shared)
{
    protected override string Accepted => "select current_setting('max_connections')::bigint - current_setting('superuser_reserved_connections')::bigint - coalesce(current_setting('reserved_connections', true), '0')::bigint";

    protected override string ShortQuery => "select 1::bigint from pg_sleep(0.02)";
}
