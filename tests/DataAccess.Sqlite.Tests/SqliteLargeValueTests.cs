using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

[Collection(TimingCollection.Name)]
public sealed class SqliteLargeValueTests() : LargeValueSuite(new SqliteEngine())
{
    protected override bool SendsStreams => false;

    protected override SqlStatement BodyOf(int id) => $"select body, id from file where id = {id}";

    [Fact]
    public async Task Another_type_is_an_error_that_names_the_column() => await OtherTypeIsAnErrorAsync();
}
