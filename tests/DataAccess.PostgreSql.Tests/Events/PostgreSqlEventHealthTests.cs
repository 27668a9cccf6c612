using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlEventHealthTests() : EventHealthSuite(PostgreSqlEngine.Shared);
