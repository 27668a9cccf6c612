using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlSpoolTests() : SpoolSuite(PostgreSqlEngine.Shared)
{
    [Fact]
    public async Task Arrays_come_through_the_spool_as_without_it()
    {
        await RunAsync("create table lists (id int primary key, times timestamptz[], moments timestamptz[], days date[], maybe date[], durations interval[], numbers int[], texts text[])");
        var time = new DateTime(2026, 5, 4, 3, 2, 1, DateTimeKind.Utc);
        var day = new DateOnly(2026, 5, 4);
        Lists Of(int id) => new(
            id, [time, time.AddTicks(10)], [new DateTimeOffset(time), new DateTimeOffset(2026, 5, 4, 6, 0, 0, TimeSpan.FromHours(2))], [day, DateOnly.MinValue.AddDays(1)], [day, null], [TimeSpan.FromHours(25), TimeSpan.Zero], [1, -1], ["a", ""]);

        await using (var writer = Db.CreateWriter<Lists>(new() { ExactlyOnce = true, Spool = Folder }))
        {
            await writer.WriteAsync(Of(1), Token);
            await writer.EnqueueAsync(Of(2), Token);
            await writer.EnqueueAsync(new Lists(3, [], [], [], [], [], [], []), Token);
            await writer.FlushAsync(Token);
        }

        Assert.Equal(2, await Db.ScalarAsync<long>($"select count(distinct (times, moments, days, maybe, durations, numbers, texts)) from lists", Token));
        Assert.Equal(3, await Db.ScalarAsync<long>($"select count(*) from lists", Token));
    }

    [Table("lists")]
    private sealed record Lists(int Id, DateTime[] Times, DateTimeOffset[] Moments, DateOnly[] Days, DateOnly?[] Maybe, TimeSpan[] Durations, int[] Numbers, string[] Texts);
}
