using System.Diagnostics;
using Xunit;

namespace DataAccess.Testing.Tests;

/// <summary>What a private database in memory costs, which docs/testing.md says.</summary>
public sealed class InMemoryTests
{
    [Fact]
    public async Task A_private_database_in_memory_is_made_quickly()
    {
        var token = TestContext.Current.CancellationToken;
        List<double> times = [];
        for (var i = 0; i < 100; i++)
        {
            var started = Stopwatch.GetTimestamp();
            await using var db = Database.Open("sqlite::memory:");
            await db.ExecuteAsync($"create table items (id bigint not null primary key, name varchar(100) not null)", token);
            await new TestItems(db).InsertAsync(new TestItem(1, "one"), token);
            Assert.Equal("one", (await new TestItems(db).GetAsync(1, token))!.Name);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"opened, a table made, a row written and read: median {times[50] * 1000:0} µs"));
    }
}
