using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlContentionTests() : ContentionServerSuite(PostgreSqlEngine.Shared)
{
    protected override string BeImpatient => "set local lock_timeout = '100ms'";
}
