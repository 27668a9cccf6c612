using DataAccess.Conformance;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbDirectedFaultTests() : MySqlDirectedFaultSuite(MariaDbEngine.Shared);
