using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlLargeValueFaultTests() : LargeValueFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget());
