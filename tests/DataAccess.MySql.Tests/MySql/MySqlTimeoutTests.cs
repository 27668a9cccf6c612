using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlTimeoutTests() : MySqlTimeoutSuite(MySqlEngine.Shared);
