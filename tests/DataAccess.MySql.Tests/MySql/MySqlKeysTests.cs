using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlKeysTests() : MySqlKeysSuite(MySqlEngine.Shared);
