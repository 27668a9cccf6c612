using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

public sealed class MySqlPathsTests() : MySqlPathsSuite(MySqlEngine.Shared)
{
    // MariaDB keeps no negative zero, whichever way it comes.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1_500)]
    public async Task Negative_zero_keeps_its_sign(int rows)
    {
        await using var writer = Db.CreateWriter<Reading>();

        await writer.WriteManyAsync(Enumerable.Range(0, rows).Select(static i => new Reading { Sequence = i, Sensor = "s", Level = -0.0 }), Token);

        Assert.Equal(["-0"], await Db.QueryAsync<string>($"select distinct concat(level, '') from readings", Token));
    }
}
