using DataAccess.Conformance;
using DataAccess.Migrations.Sessions;
using Npgsql;

namespace DataAccess.Migrations.Tests.Runs;

[Collection("PostgreSQL")]
public sealed partial class PostgreSqlMigrationTests() : MigrationSuite(PostgreSqlEngine.Shared)
{
    /// <summary>A waiter inside a statement would hold a snapshot, which CONCURRENTLY waits for: each would wait for the other.</summary>
    [Fact]
    public async Task A_runner_waits_while_another_makes_an_index_concurrently()
    {
        await RunAsync("create table a (n int)");
        Write("1_index.sql", "-- dataaccess: no-transaction\ncreate index concurrently a_n on a (n);");
        await using var writer = await MigrationSession.OpenAsync(Db, Token);
        await writer.ExecuteAsync(SqlStatement.Raw("begin; insert into a values (1)"), Token);
        var first = UpAsync();
        await UntilAsync("select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'create index%'");

        // The last of them has a look at the lock while the index is being made, and says who makes it.
        var second = UpAsync();
        var error = await FailsAsync(MigrationFailure.LockBusy, static o => o.RunnerTimeout = TimeSpan.FromMilliseconds(100));
        Assert.Contains("create index concurrently a_n on a (n)", error.Message, StringComparison.Ordinal);
        Assert.False(first.IsCompleted || second.IsCompleted);

        await writer.ExecuteAsync(SqlStatement.Raw("commit"), Token);

        Assert.Equal(["1_index"], await first, StringComparer.Ordinal);
        Assert.Empty(await second);
        Assert.True(await Db.QuerySingleAsync<bool>($"select indisvalid from pg_index where indexrelid = 'a_n'::regclass", Token));
    }

    private async Task UntilAsync(string count)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (await Db.QuerySingleAsync<long>(SqlStatement.Raw(count), Token) != 1)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30), $"Never seen: {count}");
            await Task.Delay(5, Token);
        }
    }

    protected override async Task<(string Url, string DropUser)> RestrictAsync()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        builder.Username = $"{builder.Database}_reader";
        await RunAsync($"create role {builder.Username} login password '{builder.Password}'");
        return (builder.ConnectionString, $"drop role {builder.Username}");
    }
}
