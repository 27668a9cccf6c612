using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlQueryTests() : QuerySuite(MySqlEngine.Shared);
