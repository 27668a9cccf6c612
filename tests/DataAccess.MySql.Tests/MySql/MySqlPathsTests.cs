using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlPathsTests() : MySqlPathsSuite(MySqlEngine.Shared);
