using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>A caller's connection on which values would be wrong is rejected, with the setting and the fix; one with the driver's defaults is not.</summary>
public abstract class MySqlBorrowedSettingsSuite(ServerEngine engine) : DatabaseSuite(engine)
{
    [Theory]
    [InlineData("set sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')", "sql_mode")]
    [InlineData("set sql_mode = ''", "STRICT_TRANS_TABLES")]
    [InlineData("set names latin1", "character_set_client = latin1")]
    [InlineData("set character_set_results = null", "character_set_results = null")]
    [InlineData("set character_set_connection = latin1", "set names utf8mb4")]
    [InlineData("set time_zone = '+02:00'", "time_zone = +02:00")]
    public async Task A_session_that_changes_values_is_rejected(string set, string named)
    {
        await using var connection = await ConnectAsync("");
        await using (var command = new MySqlCommand(set, connection))
        {
            await command.ExecuteNonQueryAsync(Token);
        }

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.Use(connection).QueryAsync<int>($"select 1", Token));

        Assert.Contains(named, told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(";UseAffectedRows=true", "UseAffectedRows=false")]
    [InlineData(";NoBackslashEscapes=true", "NoBackslashEscapes=false")]
    public async Task A_connection_string_that_changes_values_is_rejected(string more, string fix)
    {
        await using var connection = await ConnectAsync(more);

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.Use(connection).QueryAsync<int>($"select 1", Token));

        Assert.Contains(fix, told.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(";AllowUserVariables=true;IgnoreCommandTransaction=true;GuidFormat=None")]
    public async Task Values_are_the_same_on_the_drivers_defaults(string more)
    {
        await RunAsync("create table v (id int primary key, tiny tinyint, flag tinyint(1), g char(36), b binary(16), f float, t datetime(6), s timestamp(6) null, n varchar(50))");
        var guid = Guid.Parse("01234567-89AB-CDEF-0123-456789ABCDEF");
        var at = new DateTime(2026, 3, 29, 1, 30, 0, DateTimeKind.Utc);
        await using var connection = await ConnectAsync(more);
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var session = Db.Use(connection, transaction);
        await session.ExecuteAsync($"insert into v values ({1}, {5}, {5}, {guid}, {guid.ToByteArray(bigEndian: true)}, {0.1234567f}, {at}, {at}, {"it's \\ \"quoted\""})", Token);
        await transaction.CommitAsync(Token);
        foreach (var reader in new[] { Db, Db.Use(connection) })
        {
            Assert.Equal(5, await reader.QuerySingleAsync<int>($"select tiny from v", Token));
            Assert.Equal(5, await reader.QuerySingleAsync<int>($"select flag + 0 from v", Token));
            Assert.True(await reader.QuerySingleAsync<bool>($"select flag from v", Token));
            Assert.Equal(guid, await reader.QuerySingleAsync<Guid>($"select g from v", Token));
            Assert.Equal(0.1234567f, await reader.QuerySingleAsync<float>($"select f from v", Token));
            Assert.Equal(at, await reader.QuerySingleAsync<DateTime>($"select t from v", Token));
            Assert.Equal(at, await reader.QuerySingleAsync<DateTime>($"select s from v", Token));
            Assert.Equal("it's \\ \"quoted\"", await reader.QuerySingleAsync<string>($"select n from v", Token));
            // Without GuidFormat=None the driver gives a Guid for char(36): an error as text, and no wrong value.
            var text = await Record.ExceptionAsync(async () => Assert.Equal(guid.ToString(), await reader.QuerySingleAsync<string>($"select g from v", Token)));
            Assert.Equal(reader != Db && more.Length == 0 ? typeof(MappingException) : null, text?.GetType());
            if (reader != Db)
            {
                // With TreatTinyAsBoolean the driver gives a bool for tinyint(1), which is no number: an error and no wrong value.
                Assert.IsType<MappingException>(await Record.ExceptionAsync(async () => await reader.QuerySingleAsync<int>($"select flag from v", Token)));
            }

            Assert.Equal(guid.ToByteArray(bigEndian: true), await reader.QuerySingleAsync<byte[]>($"select b from v", Token));
        }
    }

    [Fact]
    public async Task A_procedure_in_nested_work_leaves_its_savepoint()
    {
        await RunAsync("create table kept (id int primary key)");
        await RunAsync("create procedure keep(n int) insert into kept (id) values (n)");
        await Db.InTransactionAsync(
            static async (tx, ct) => await tx.InTransactionAsync(static async (inner, token) => await inner.ExecuteAsync($"call keep({1})", token), ct), Token);

        Assert.Equal([1], await Db.QueryAsync<int>($"select id from kept", Token));
    }

    private async ValueTask<MySqlConnection> ConnectAsync(string more)
    {
        var connection = (MySqlConnection)((ServerEngine)Engine).Connect(ConnectionString + more);
        await connection.OpenAsync(Token);
        return connection;
    }
}
