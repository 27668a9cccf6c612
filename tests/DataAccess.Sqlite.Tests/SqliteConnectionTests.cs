using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteConnectionTests() : ConnectionSuite(new SqliteEngine())
{
    protected override bool IsReset => false;

    protected override (string Dirty, string Probe) SessionTrace
        => ("create temporary table left_behind (id int)", "select count(*) from temp.sqlite_schema where name = 'left_behind'");
}
