using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbDataSourceTests() : MySqlDataSourceSuite(MariaDbEngine.Shared);
