using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlEventHealthTests() : EventHealthSuite(MySqlEngine.Shared);
