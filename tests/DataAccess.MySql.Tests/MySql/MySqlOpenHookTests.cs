using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlOpenHookTests() : MySqlOpenHookSuite(MySqlEngine.Shared);
