using Microsoft.Data.Sqlite;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>An in-memory database ends with its connection, so what was left in that is undone and the data stay.</summary>
public sealed class SqliteInMemoryResetTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(":memory:")]
    [InlineData("file:hygiene?mode=memory&cache=shared")]
    public async Task What_is_left_is_undone_and_the_data_stay(string source)
    {
        foreach (var trace in SqliteTraces.All)
        {
            await using var db = SqliteDatabase.Open(new SqliteConnectionStringBuilder { DataSource = source }.ConnectionString);
            await db.ExecuteAsync($"create table called (id integer not null)", Token);
            await db.ExecuteAsync($"insert into called (id) values ({7})", Token);
            await db.ExecuteAsync(SqlStatement.Raw(trace.Leave), Token);

            var left = await db.InTransactionAsync(async (tx, ct) => await tx.QuerySingleAsync<long>(SqlStatement.Raw(trace.Probe), ct), Token);

            Assert.True(left == 0, trace.Leave);
            Assert.Equal(7, await db.InTransactionAsync(static async (tx, ct) => await tx.QuerySingleAsync<int>($"select id from called", ct), Token));
        }
    }
}
