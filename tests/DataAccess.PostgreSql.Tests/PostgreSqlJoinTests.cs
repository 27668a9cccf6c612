using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlJoinTests() : JoinSuite(PostgreSqlEngine.Shared);
