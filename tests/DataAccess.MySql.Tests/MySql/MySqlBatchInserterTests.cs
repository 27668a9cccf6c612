using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public sealed class MySqlBatchInserterTests() : BatchInserterSuite(MySqlEngine.Shared)
{
    // Of a failed check the server says nothing but its name.
    protected override bool Names(BadRow bad, int size) => bad != BadRow.Check;
}
