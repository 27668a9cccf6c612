using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>A private in-memory database has one connection, which is leased as the dedicated one.</summary>
public sealed class SqliteInMemoryDedicatedTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Once_disposed_it_runs_nothing_in_the_connection_of_others()
    {
        await using var db = SqliteDatabase.Open("sqlite::memory:");
        var connection = await db.Connections.OpenDedicatedAsync(Token);
        await connection.ExecuteAsync($"create table t (n integer)", Token);
        await connection.ExecuteAsync($"begin", Token);
        await connection.ExecuteAsync($"insert into t values ({1})", Token);

        await connection.DisposeAsync();

        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into t values ({2})", ct);
                await Assert.ThrowsAsync<ObjectDisposedException>(async () => await connection.ExecuteAsync($"rollback", ct));
                await tx.ExecuteAsync($"insert into t values ({3})", ct);
            },
            Token);
        Assert.Equal([2, 3], await db.QueryAsync<int>($"select n from t order by n", Token));
    }
}
