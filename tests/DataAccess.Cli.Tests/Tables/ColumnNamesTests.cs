using System.Text;
using DataAccess.Cli.Import.Tables;

namespace DataAccess.Cli.Tests.Tables;

public sealed class ColumnNamesTests
{
    [Theory]
    [InlineData("Airport Name", "airport_name")]
    [InlineData("Cost Total $", "cost_total")]
    [InlineData("Speed IAS in knots", "speed_ias_in_knots")]
    [InlineData("magType", "mag_type")]
    [InlineData("HTTPStatus2", "http_status2")]
    [InlineData("  a--b..c  ", "a_b_c")]
    [InlineData("2024 sales", "_2024_sales")]
    [InlineData("Größe", "größe")]
    [InlineData("already_snake", "already_snake")]
    public void Names_are_snake_case(string field, string name) => Assert.Equal(name, ColumnNames.Of(field));

    [Fact]
    public void Names_are_unique_and_never_empty()
        => Assert.Equal("a a_2 a_2_2 column_4 a_3", string.Join(' ', ColumnNames.For(["a", "A", "a_2", "$$", "a "])));

    [Fact]
    public void Long_names_are_truncated_before_a_database_does_it_silently()
    {
        var names = ColumnNames.For([new string('é', 100), new string('é', 101)]);

        Assert.All(names, name => Assert.InRange(Encoding.UTF8.GetByteCount(name), 1, 63));
        Assert.False(names[0] == names[1]);
    }
}
