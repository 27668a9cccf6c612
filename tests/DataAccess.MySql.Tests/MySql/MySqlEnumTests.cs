using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlEnumTests() : MySqlEnumSuite(MySqlEngine.Shared);
