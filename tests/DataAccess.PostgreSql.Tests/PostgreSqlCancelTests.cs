using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

[Collection(TimingCollection.Name)]
public sealed class PostgreSqlCancelTests() : CancelSuite(PostgreSqlEngine.Shared)
{
    // Not from the function, which would be stored before its first row.
    protected override string EndlessRows => "select generate_series(1, 1000000000)";
}
