using DataAccess.Conformance;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlDirectedFaultTests() : MySqlDirectedFaultSuite(MySqlEngine.Shared);
