using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlQueryTests() : QuerySuite(PostgreSqlEngine.Shared);
