using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteDisposeTests() : DisposeSuite(new SqliteEngine())
{
    protected override string EndlessQuery
        => "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1000000000) select count(*) from numbers";
}
