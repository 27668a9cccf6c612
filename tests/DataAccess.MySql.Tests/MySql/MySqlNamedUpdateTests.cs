using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlNamedUpdateTests() : NamedUpdateSuite(MySqlEngine.Shared);
