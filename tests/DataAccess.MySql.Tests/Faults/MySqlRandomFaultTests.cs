using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlRandomFaultTests() : RandomServerFaultSuite(MySqlEngine.Shared, new MySqlTarget());
