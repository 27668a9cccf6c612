using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlReturningTests() : MySqlReturningSuite(MySqlEngine.Shared);
