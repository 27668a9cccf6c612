using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlSessionValuesFaultTests() : SessionValuesFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    protected override string Tenant => "nullif(current_setting('app.tenant', true), '')";
}
