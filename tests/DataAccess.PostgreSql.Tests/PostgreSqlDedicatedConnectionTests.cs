using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlDedicatedConnectionTests() : DedicatedConnectionSuite(PostgreSqlEngine.Shared)
{
    protected override string Routine => "create function f(name int) returns int language sql begin atomic; insert into t values (f.name); select f.name; end";
}
