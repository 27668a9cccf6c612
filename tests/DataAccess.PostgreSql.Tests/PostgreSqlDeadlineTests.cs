using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

[Collection(TimingCollection.Name)]
public sealed class PostgreSqlDeadlineTests() : DeadlineSuite(PostgreSqlEngine.Shared)
{
    protected override string EndlessQuery
        => "select count(*) from generate_series(1, 10000000000)";
}
