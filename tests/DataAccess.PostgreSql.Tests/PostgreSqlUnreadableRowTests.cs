using DataAccess.Conformance;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlUnreadableRowTests() : UnreadableRowSuite(PostgreSqlEngine.Shared)
{
    [Fact]
    public async Task Half_a_surrogate_pair_in_an_array_costs_its_row()
    {
        await RunAsync("create table tagged (id int primary key, tags text[])");
        await using var writer = Db.CreateWriter(
            new TableMap<(int Id, string[] Tags)>(
                new TableName("tagged"),
                [
                    ColumnMap<(int Id, string[] Tags)>.Create("id", static r => r.Id, new ColumnTraits { IsKey = true }),
                    ColumnMap<(int Id, string[] Tags)>.CreateReference("tags", static r => r.Tags),
                ]));

        var summary = await writer.WriteManyAsync([(1, ["a"]), (2, ["b", "\uD800"]), (3, ["😀"])], Token);

        Assert.Equal((2L, 1L), (summary.Committed, summary.Rejected));
        Assert.Contains("'tags'", summary.FirstFailure?.Message, StringComparison.Ordinal);
    }
}
