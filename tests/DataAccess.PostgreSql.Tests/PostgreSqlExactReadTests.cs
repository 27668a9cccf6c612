using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlExactReadTests() : ExactReadSuite(PostgreSqlEngine.Shared)
{
    protected override string IntegerType => "integer";

    private static readonly int[] Numbers = [1, 2];

    private static readonly DateTime[] Times = [new(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc)];

    [Theory]
    [InlineData("'infinity'::date")]
    [InlineData("'-infinity'::timestamp")]
    [InlineData("'infinity'::timestamptz")]
    [InlineData("array['infinity'::date]")]
    [InlineData("array['2026-01-02'::timestamp, '-infinity']")]
    [InlineData("array['infinity'::timestamptz]")]
    public async Task Infinity_is_no_object(string infinity)
    {
        var value = SqlStatement.Raw(infinity);
        var member = await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<Anything>($"select {value} as value", Token));
        var element = await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<(int, object)>($"select 1, {value} as value", Token));
        var named = await Assert.ThrowsAsync<MappingException>(async () => await Db.QuerySingleAsync<dynamic>($"select {value} as value", Token));
        var scalar = await Assert.ThrowsAsync<MappingException>(async () => await Db.ScalarAsync<object>($"select {value} as value", Token));

        Assert.All([member, element, named, scalar], static error => Assert.All(["'value'", "infinity"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Objects_are_what_the_column_is()
    {
        var row = await Db.QuerySingleAsync<IDictionary<string, object?>>(
            $"""
            select 1::int2 as a, 2::int8 as b, 1.5::numeric as c, true as d, 'x'::text as e, '2026-01-02'::date as f, '2026-01-02 03:04:05'::timestamp as g,
            '2026-01-02 03:04:05+02'::timestamptz as h, array[1, 2] as i, array['2026-01-02'::timestamp] as j, null::int as k, '9999-12-31'::date as l
            """,
            Token);

        object?[] expected = [(short)1, 2L, 1.5m, true, "x", new DateOnly(2026, 1, 2), Utc(3), Utc(1), Numbers, Times, null, DateOnly.MaxValue];
        Assert.Equal(expected, row.Values);
        Assert.All(row.Values.OfType<DateTime>(), static time => Assert.Equal(DateTimeKind.Utc, time.Kind));

        static DateTime Utc(int hour) => new(2026, 1, 2, hour, 4, 5, DateTimeKind.Utc);
    }

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

    [Row]
    public sealed record Anything(object Value);
}
