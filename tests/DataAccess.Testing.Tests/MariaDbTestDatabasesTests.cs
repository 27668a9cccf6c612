using DataAccess.Conformance;

namespace DataAccess.Testing.Tests;

public sealed class MariaDbTestDatabasesTests() : TestDatabasesSuite(MariaDbEngine.Shared)
{
    protected override string[] Everything => MySqlTestDatabasesTests.OfMySql;
}
