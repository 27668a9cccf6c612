using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlMappingTests() : MappingSuite(PostgreSqlEngine.Shared);
