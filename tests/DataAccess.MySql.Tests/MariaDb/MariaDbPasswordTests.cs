using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbPasswordTests() : MySqlPasswordSuite(MariaDbEngine.Shared);
