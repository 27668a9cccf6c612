using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbUsersExceptionTests() : UsersExceptionSuite(MariaDbEngine.Shared);
