using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteSeveralResultsTests() : SeveralResultsSuite(new SqliteEngine())
{
    protected override ValueTask<SqlStatement?> SeveralAsync(bool hasThird)
        => new((SqlStatement?)SqlStatement.Raw(hasThird ? "select 1; select 'a', 2; select 3" : "select 1; select 'a', 2"));
}
