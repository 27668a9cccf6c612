using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlNumbersTests() : MySqlNumbersSuite(MySqlEngine.Shared);
