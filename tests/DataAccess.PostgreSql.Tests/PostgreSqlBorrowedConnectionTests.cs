using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlBorrowedConnectionTests() : BorrowedConnectionSuite(PostgreSqlEngine.Shared);
