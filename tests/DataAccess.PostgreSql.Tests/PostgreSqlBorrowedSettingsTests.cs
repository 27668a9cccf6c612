using Dapper;
using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>A caller's connection on which values would be wrong is rejected, with the setting and the fix, whenever it was set.</summary>
public sealed class PostgreSqlBorrowedSettingsTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    [Theory]
    [InlineData("set time zone 'Asia/Tokyo'", "TimeZone = Asia/Tokyo")]
    [InlineData("set time zone '+02:00'", "set time zone 'UTC'")]
    [InlineData("set standard_conforming_strings = off", "standard_conforming_strings = off")]
    public async Task A_session_that_changes_values_is_rejected(string set, string named)
    {
        await using var connection = await ConnectAsync("");
        var session = Db.Use(connection);
        Assert.Equal(1, await session.QuerySingleAsync<int>($"select 1", Token));
        await connection.ExecuteAsync(set);

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.QueryAsync<int>($"select 1", Token));
        var inWork = await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.InTransactionAsync(static (_, _) => default, Token));

        Assert.Contains(named, told.Message, StringComparison.Ordinal);
        Assert.Equal(told.Message, inWork.Message);
        await connection.ExecuteAsync("set time zone 'UTC'; set standard_conforming_strings = on");
        Assert.Equal(1, await session.QuerySingleAsync<int>($"select 1", Token));
    }

    [Theory]
    [InlineData("Asia/Tokyo", false)]
    [InlineData("Etc/UTC", true)]
    public async Task The_time_zone_of_the_connection_string_counts(string zone, bool isRight)
    {
        await RunAsync("create table times (at timestamptz)");
        await using var connection = await ConnectAsync($";Timezone={zone}");
        var at = new DateTime(2020, 6, 2, 3, 4, 5, DateTimeKind.Utc);

        var told = await Record.ExceptionAsync(async () => await Db.Use(connection).ExecuteAsync($"insert into times values ({at})", Token));

        Assert.Equal(isRight, told is null);
        Assert.Equal(isRight ? [at] : [], await Db.QueryAsync<DateTime>($"select at from times", Token));
    }

    private async ValueTask<NpgsqlConnection> ConnectAsync(string more)
    {
        var connection = new NpgsqlConnection(ConnectionString + more);
        await connection.OpenAsync(Token);
        return connection;
    }
}
