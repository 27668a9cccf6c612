using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbRowFaultTests() : MySqlRowFaultSuite(MariaDbEngine.Shared);
