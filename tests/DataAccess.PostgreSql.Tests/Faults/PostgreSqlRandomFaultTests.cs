using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlRandomFaultTests() : RandomServerFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget());
