using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlColumnTypeTests() : MySqlColumnTypeSuite(MySqlEngine.Shared);
