using DataAccess.Conformance;
using DataAccess.Conformance.Faults;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSilentServerTests() : SilentServerSuite(PostgreSqlEngine.Shared);
