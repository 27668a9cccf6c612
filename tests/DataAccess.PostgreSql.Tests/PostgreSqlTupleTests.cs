using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlTupleTests() : TupleSuite(PostgreSqlEngine.Shared);
