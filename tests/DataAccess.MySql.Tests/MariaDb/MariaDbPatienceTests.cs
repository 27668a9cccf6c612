using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbPatienceTests() : PatienceSuite(MariaDbEngine.Shared, new MySqlTarget())
{
    protected override string OneSecond => "Default Command Timeout=1";
}
