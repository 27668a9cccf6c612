using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlEventFaultTests() : EventFaultSuite(MySqlEngine.Shared, new MySqlTarget());
