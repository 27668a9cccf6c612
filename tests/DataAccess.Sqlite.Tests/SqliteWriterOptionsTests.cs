using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteWriterOptionsTests() : WriterOptionsSuite(new SqliteEngine())
{
    protected override string GeneratedKey => "integer primary key autoincrement";
}
