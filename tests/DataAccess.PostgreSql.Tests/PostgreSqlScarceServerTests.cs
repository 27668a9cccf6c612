using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlScarceServerTests() : ScarceServerSuite(PostgreSqlEngine.Shared)
{
    protected override string ShortQuery => "select 1::bigint from pg_sleep(0.02)";

    protected override IEnumerable<string> CreateUser(string name, int connections)
        => [$"create role {name} login password 'scarce' connection limit {connections}"];

    protected override IEnumerable<string> DropUser(string name) => [$"drop role {name}"];
}
