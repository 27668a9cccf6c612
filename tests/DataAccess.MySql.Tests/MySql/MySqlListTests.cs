using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlListTests() : ListSuite(MySqlEngine.Shared);
