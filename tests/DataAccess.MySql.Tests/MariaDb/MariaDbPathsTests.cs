using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbPathsTests() : MySqlPathsSuite(MariaDbEngine.Shared);
