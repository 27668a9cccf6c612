using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlEventAdminTests() : EventAdminSuite(PostgreSqlEngine.Shared);
