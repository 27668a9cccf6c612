using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlDataSourceTests() : MySqlDataSourceSuite(MySqlEngine.Shared);
