using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlNamedUpdateTests() : NamedUpdateSuite(PostgreSqlEngine.Shared);
