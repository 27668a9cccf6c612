using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlNamedValuesTests() : NamedValuesSuite(PostgreSqlEngine.Shared);
