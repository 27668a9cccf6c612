using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbReturningTests() : MySqlReturningSuite(MariaDbEngine.Shared);
