using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlListTests() : ListSuite(PostgreSqlEngine.Shared);
