using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlDisposeTests() : DisposeSuite(MySqlEngine.Shared);
