using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlUsersExceptionTests() : UsersExceptionSuite(MySqlEngine.Shared);
