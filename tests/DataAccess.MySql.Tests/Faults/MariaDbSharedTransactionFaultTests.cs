using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MariaDbSharedTransactionFaultTests() : SharedTransactionFaultSuite(MariaDbEngine.Shared, new MySqlTarget());
