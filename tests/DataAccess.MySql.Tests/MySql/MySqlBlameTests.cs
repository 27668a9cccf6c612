using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlBlameTests() : MySqlBlameSuite(MySqlEngine.Shared);
