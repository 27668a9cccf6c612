using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlCultureTests() : CultureSuite(PostgreSqlEngine.Shared);
