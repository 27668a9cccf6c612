using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbEnumTests() : MySqlEnumSuite(MariaDbEngine.Shared);
