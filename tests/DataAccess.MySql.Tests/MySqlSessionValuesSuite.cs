using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

public abstract class MySqlSessionValuesSuite(TestEngine engine) : SessionValuesSuite(engine)
{
    protected override string Tenant => "cast(@tenant as char)";

    [Fact]
    public async Task A_value_that_the_hook_has_set_is_there_again_after_another_one()
    {
        await using var db = Reopen(static o =>
        {
            o.Connections.MaxConnections = 1;
            o.OnConnectionOpened = static async (connection, ct) =>
            {
                await using var command = new MySqlCommand("set @tenant = 'default'", (MySqlConnection)connection);
                await command.ExecuteNonQueryAsync(ct);
            };
        });
        var read = SqlStatement.Raw($"select {Tenant}");

        Assert.Equal("default", await db.ScalarAsync<string>(read, Token));
        Assert.Equal("7", await db.As(("tenant", 7)).ScalarAsync<string>(read, Token));
        Assert.Equal("default", await db.ScalarAsync<string>(read, Token));
    }
}
