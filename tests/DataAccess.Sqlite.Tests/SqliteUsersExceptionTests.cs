using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteUsersExceptionTests() : UsersExceptionSuite(new SqliteEngine());
