using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlExactReadTests() : ExactReadSuite(PostgreSqlEngine.Shared)
{
    protected override string IntegerType => "integer";

    [Theory]
    [InlineData("infinity")]
    [InlineData("-infinity")]
    public async Task Infinity_is_no_date(string infinity)
    {
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateOnly>(SqlStatement.Raw($"select '{infinity}'::date"), Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateTime>(SqlStatement.Raw($"select '{infinity}'::timestamp"), Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateTimeOffset>(SqlStatement.Raw($"select '{infinity}'::timestamptz"), Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateOnly[]>(SqlStatement.Raw($"select array['{infinity}'::date]"), Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateTime[]>(SqlStatement.Raw($"select array['{infinity}'::timestamp]"), Token));
        await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<DateTimeOffset[]>(SqlStatement.Raw($"select array['{infinity}'::timestamptz]"), Token));
    }

    [Fact]
    public async Task Arrays_of_the_first_and_the_last_date_are_dates()
    {
        DateOnly[] days = [DateOnly.MinValue, DateOnly.MaxValue];
        DateTime[] moments = [DateTime.MinValue, new DateTime(9999, 12, 31, 0, 0, 0, DateTimeKind.Utc)];
        Assert.Equal("{0001-01-01,9999-12-31}", await Db.QuerySingleAsync<string>($"select {days}::text", Token));
        Assert.Equal(days, await Db.QuerySingleAsync<DateOnly[]>($"select {days}", Token));
        Assert.Equal(moments, await Db.QuerySingleAsync<DateTime[]>($"select {moments}", Token));
        Assert.Equal(moments, (await Db.QuerySingleAsync<DateTimeOffset[]>($"select {Array.ConvertAll(moments, static m => new DateTimeOffset(m, TimeSpan.Zero))}", Token)).Select(static m => m.UtcDateTime));
        Assert.Equal(1, await Db.QuerySingleAsync<int>($"select count(*) from (values (date '9999-12-31')) as t (day) where day in {days}", Token));
    }
}
