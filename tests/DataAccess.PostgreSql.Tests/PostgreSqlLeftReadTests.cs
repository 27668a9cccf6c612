using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlLeftReadTests() : LeftReadSuite(PostgreSqlEngine.Shared);
