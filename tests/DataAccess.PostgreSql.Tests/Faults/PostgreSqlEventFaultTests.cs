using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlEventFaultTests() : EventFaultSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget());
