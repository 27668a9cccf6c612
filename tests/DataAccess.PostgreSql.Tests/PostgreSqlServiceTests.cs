using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlServiceTests() : ServiceSuite(PostgreSqlEngine.Shared);
