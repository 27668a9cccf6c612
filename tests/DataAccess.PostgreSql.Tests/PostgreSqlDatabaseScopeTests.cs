using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlDatabaseScopeTests() : DatabaseScopeSuite(PostgreSqlEngine.Shared)
{
    protected override string Tenant => "nullif(current_setting('app.tenant', true), '')";
}
