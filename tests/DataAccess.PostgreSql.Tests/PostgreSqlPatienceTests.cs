using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlPatienceTests() : PatienceSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget())
{
    protected override string OneSecond => "Command Timeout=1";
}
