using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbKeysTests() : MySqlKeysSuite(MariaDbEngine.Shared);
