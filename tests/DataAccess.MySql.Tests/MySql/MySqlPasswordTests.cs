using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlPasswordTests() : MySqlPasswordSuite(MySqlEngine.Shared);
