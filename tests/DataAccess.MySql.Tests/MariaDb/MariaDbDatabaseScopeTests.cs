using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbDatabaseScopeTests() : DatabaseScopeSuite(MariaDbEngine.Shared)
{
    protected override string Tenant => "cast(@tenant as char)";
}
