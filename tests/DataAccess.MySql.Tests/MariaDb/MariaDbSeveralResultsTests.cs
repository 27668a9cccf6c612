using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbSeveralResultsTests() : MySqlSeveralResultsSuite(MariaDbEngine.Shared);
