using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlDirectedFaultTests() : DirectedServerFaultSuite(MySqlEngine.Shared, new MySqlTarget());
