using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteDatabaseScopeTests() : DatabaseScopeSuite(new SqliteEngine())
{
    protected override string Tenant => "cast(session_value('tenant') as text)";
}
