using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>Numbers that MySQL and MariaDB do not have.</summary>
public abstract class MySqlNumbersSuite(TestEngine engine) : DatabaseSuite(engine)
{
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_number_that_the_server_has_not_is_rejected_and_named(double number)
    {
        var measures = new Measures(Db);
        Func<ValueTask>[] calls =
        [
            async () => await measures.GetManyAsync([number, 1.5], Token),
            async () => await measures.GetManyAsync([1.5, number, 2.5], Token),
            async () => await measures.GetAsync(number, Token),
            async () => await Db.QueryAsync<double>($"select level from measures where level < {number}", Token),
            async () => await Db.ExecuteAsync($"update measures set level = {(float)number}", Token),
        ];
        foreach (var call in calls)
        {
            var told = await Assert.ThrowsAsync<MappingException>(async () => await call());
            Assert.Contains("neither NaN nor infinity", told.Message, StringComparison.Ordinal);
        }

        Assert.Equal([1.5, 2.5], (await measures.GetManyAsync([2.5, 1.5, 7], Token)).Select(static m => m.Level).Order());
    }

    [Fact]
    public async Task One_that_is_asked_for_together_with_others_fails_alone()
    {
        var measures = new Measures(Db);
        var told = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            (Asked: i, Exception: await Record.ExceptionAsync(async () => Assert.Equal(1.5, (await measures.GetAsync(i % 4 == 0 ? double.NaN : 1.5, Token))?.Level)))));

        Assert.All(told, static t => Assert.Equal(t.Asked % 4 == 0, t.Exception is MappingException));
        Assert.All(told, static t => Assert.True(t.Exception is null or MappingException));
    }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync("create table measures (level double primary key)");
        await RunAsync("insert into measures (level) values (0), (1.5), (2.5)");
    }

    /// <summary>A row whose key is a floating-point number.</summary>
    [Table("measures")]
    public sealed record Measure([property: Key] double Level);

    private sealed class Measures(DatabaseSession session) : Repository<Measure, double>(session);
}
