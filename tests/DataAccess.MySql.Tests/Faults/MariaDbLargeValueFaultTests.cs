using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbLargeValueFaultTests() : LargeValueFaultSuite(MariaDbEngine.Shared, new MySqlTarget());
