using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests.Faults;

public sealed class PostgreSqlSpoolKillTests() : SpoolKillSuite(PostgreSqlEngine.Shared, new PostgreSqlTarget());
