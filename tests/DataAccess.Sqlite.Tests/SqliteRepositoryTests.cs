using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteRepositoryTests() : RepositorySuite(new SqliteEngine())
{
    protected override string GeneratedKey => "integer primary key autoincrement";
}
