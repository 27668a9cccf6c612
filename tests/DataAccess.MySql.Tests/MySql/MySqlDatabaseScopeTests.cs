using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlDatabaseScopeTests() : DatabaseScopeSuite(MySqlEngine.Shared)
{
    protected override string Tenant => "cast(@tenant as char)";
}
