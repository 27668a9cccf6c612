using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlSessionValuesTests() : MySqlSessionValuesSuite(MySqlEngine.Shared);
