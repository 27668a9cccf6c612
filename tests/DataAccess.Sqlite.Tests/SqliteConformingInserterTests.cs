using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteConformingInserterTests() : BatchInserterSuite(new SqliteEngine())
{
    protected override string JsonType => "text";
}
