using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlUsersExceptionTests() : UsersExceptionSuite(PostgreSqlEngine.Shared);
