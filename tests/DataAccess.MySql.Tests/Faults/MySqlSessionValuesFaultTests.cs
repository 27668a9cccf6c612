using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlSessionValuesFaultTests() : SessionValuesFaultSuite(MySqlEngine.Shared, new MySqlTarget())
{
    protected override string Tenant => "cast(@tenant as char)";
}
