using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlRowFaultTests() : MySqlRowFaultSuite(MySqlEngine.Shared);
