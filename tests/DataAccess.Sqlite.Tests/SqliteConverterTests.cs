using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteConverterTests() : ConverterSuite(new SqliteEngine())
{
    protected override string GeneratedKey => "integer primary key";
}
