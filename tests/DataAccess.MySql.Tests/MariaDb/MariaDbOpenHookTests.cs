using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MariaDbOpenHookTests() : MySqlOpenHookSuite(MariaDbEngine.Shared);
