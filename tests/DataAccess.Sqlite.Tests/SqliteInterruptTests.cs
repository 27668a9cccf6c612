using System.Diagnostics;
using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>A cancel reaches SQLite whenever it comes, and never the next statement.</summary>
[Collection(TimingCollection.Name)]
public sealed class SqliteInterruptTests() : DatabaseSuite(new SqliteEngine())
{
    private const string Endless = "with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 1000000000) select count(*) from numbers";

    [Fact]
    public async Task At_any_moment_a_cancel_stops_the_statement_and_spares_the_next()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < 200; i++)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
            var query = db.QueryAsync<long>(SqlStatement.Raw(Endless), source.Token).AsTask();
            var spins = random.Next(20_000);
            Thread.SpinWait(spins);
            var clock = Stopwatch.StartNew();
            await source.CancelAsync();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => query);
            Assert.True(clock.Elapsed < Waiting.Patience, $"seed {seed}, round {i}: {clock.Elapsed}");
            Assert.Equal(i, await db.QuerySingleAsync<int>($"select {i}", Token));
        }
    }
}
