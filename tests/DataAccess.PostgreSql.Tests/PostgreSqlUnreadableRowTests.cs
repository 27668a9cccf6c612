using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlUnreadableRowTests() : UnreadableRowSuite(PostgreSqlEngine.Shared);
