using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlFilterRepositoryTests() : FilterRepositorySuite(PostgreSqlEngine.Shared);
