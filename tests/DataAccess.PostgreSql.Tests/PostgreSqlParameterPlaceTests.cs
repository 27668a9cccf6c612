using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlParameterPlaceTests() : ParameterPlaceSuite(PostgreSqlEngine.Shared);
