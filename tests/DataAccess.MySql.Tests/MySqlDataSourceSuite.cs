using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>A database over the user's own data source, whose settings are the library's all the same.</summary>
public abstract class MySqlDataSourceSuite(TestEngine engine) : DatabaseSuite(engine)
{
    [Fact]
    public async Task Its_callbacks_and_password_are_kept_and_the_guarantees_hold()
    {
        var password = new MySqlConnectionStringBuilder(ConnectionString).Password;
        var text = new MySqlConnectionStringBuilder(ConnectionString) { Password = "", UseAffectedRows = true, TreatTinyAsBoolean = true, MaximumPoolSize = 1 }.ConnectionString;
        var asked = 0;
        await using var source = new MySqlDataSourceBuilder(text).UsePeriodicPasswordProvider(
            (_, _) =>
            {
                Interlocked.Increment(ref asked);
                return new ValueTask<string>(password);
            },
            TimeSpan.FromMinutes(1),
            TimeSpan.FromSeconds(1)).Build();
        await using (var db = MySqlDatabase.Open(source, new MySqlOptions { Connections = { MaxConnections = 2 } }))
        {
            await db.ExecuteAsync($"create table small (id int primary key, flag tinyint(1))", Token);
            await db.ExecuteAsync($"insert into small (id, flag) values (1, 7)", Token);
            Assert.Equal(1, await db.ExecuteAsync($"update small set flag = 7 where id = 1", Token));
            Assert.Equal(7, await db.ScalarAsync<int>($"select flag from small", Token));
            Assert.Equal("+00:00", await db.ScalarAsync<string>($"select @@time_zone", Token));
            await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ => await db.ScalarAsync<int>(SqlStatement.Raw("select sleep(0.2)"), Token)));
            await using var script = await db.Connections.OpenDedicatedAsync(Providers.SessionSettings.Server, Token);
            Assert.Equal([3L], await script.QueryAsync<long>(SqlStatement.Raw("select @a := 3"), Token));
        }

        Assert.True(asked > 0);
        await using var own = await source.OpenConnectionAsync(Token);
        Assert.Equal(System.Data.ConnectionState.Open, own.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_callback_decides_about_the_servers_certificate(bool accepts)
    {
        var asked = 0;
        var text = new MySqlConnectionStringBuilder(ConnectionString) { SslMode = MySqlSslMode.Required }.ConnectionString;
        await using var source = new MySqlDataSourceBuilder(text).UseRemoteCertificateValidationCallback((_, certificate, _, _) =>
        {
            Interlocked.Increment(ref asked);
            return accepts && certificate is not null;
        }).Build();
        await using var db = MySqlDatabase.Open(source, new MySqlOptions { Connections = { MaxConnections = 2 } });

        if (accepts)
        {
            var cipher = await db.QuerySingleAsync<(string Name, string Value)>($"show session status like 'Ssl_cipher'", Token);
            Assert.NotEmpty(cipher.Value);
        }
        else
        {
            var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
            Assert.Contains("certificate", error.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.True(asked > 0);
    }

    [Fact]
    public async Task A_second_password_is_refused()
    {
        await using var source = new MySqlDataSource(ConnectionString);
        var error = Assert.Throws<InvalidOptionsException>(() => MySqlDatabase.Open(source, new MySqlOptions { PasswordProvider = static _ => new("x") }));
        Assert.Contains("UsePeriodicPasswordProvider", error.Message, StringComparison.Ordinal);
    }
}
