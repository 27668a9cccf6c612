using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteDriverBatchTests() : DatabaseSuite(new SqliteEngine())
{
    [Fact]
    public async Task It_is_told_that_there_are_none()
    {
        var told = await Assert.ThrowsAsync<NotSupportedException>(async () => await Db.RunBatchAsync(static _ => { }, static (_, _) => new ValueTask<int>(0), Token));

        Assert.Contains("QueryMultipleAsync", told.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select {1}", Token));
    }
}
