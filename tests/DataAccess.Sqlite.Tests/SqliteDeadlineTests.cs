using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

[Collection(TimingCollection.Name)]
public sealed class SqliteDeadlineTests() : DeadlineSuite(new SqliteEngine())
{
    protected override string EndlessQuery
        => "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1000000000) select count(*) from numbers";
}
