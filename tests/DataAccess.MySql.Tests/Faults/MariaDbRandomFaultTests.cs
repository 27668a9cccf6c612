using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbRandomFaultTests() : RandomServerFaultSuite(MariaDbEngine.Shared, new MySqlTarget());
