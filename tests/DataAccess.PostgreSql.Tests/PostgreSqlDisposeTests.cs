using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlDisposeTests() : DisposeSuite(PostgreSqlEngine.Shared);
