using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbDirectedFaultTests() : DirectedServerFaultSuite(MariaDbEngine.Shared, new MySqlTarget());
