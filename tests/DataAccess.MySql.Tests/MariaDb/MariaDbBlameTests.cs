using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbBlameTests() : MySqlBlameSuite(MariaDbEngine.Shared);
