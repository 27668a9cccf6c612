using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlLeftReadTests() : LeftReadSuite(MySqlEngine.Shared);
