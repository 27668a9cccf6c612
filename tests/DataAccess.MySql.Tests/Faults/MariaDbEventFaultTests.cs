using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbEventFaultTests() : EventFaultSuite(MariaDbEngine.Shared, new MySqlTarget());
