using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbTimeoutTests() : MySqlTimeoutSuite(MariaDbEngine.Shared);
