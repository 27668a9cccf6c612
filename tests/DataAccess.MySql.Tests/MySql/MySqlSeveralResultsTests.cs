using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlSeveralResultsTests() : MySqlSeveralResultsSuite(MySqlEngine.Shared);
