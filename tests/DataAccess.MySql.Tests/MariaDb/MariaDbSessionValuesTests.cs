using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbSessionValuesTests() : MySqlSessionValuesSuite(MariaDbEngine.Shared);
