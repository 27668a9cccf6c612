using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlSharedTransactionFaultTests() : SharedTransactionFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget());
