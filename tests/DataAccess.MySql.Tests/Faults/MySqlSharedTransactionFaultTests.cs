using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.MySql.Tests.Faults;

public sealed class MySqlSharedTransactionFaultTests() : SharedTransactionFaultSuite(MySqlEngine.Shared, new MySqlTarget());
