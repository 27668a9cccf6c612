using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlLargeValueFaultTests() : LargeValueFaultSuite(MySqlEngine.Shared, new MySqlTarget());
