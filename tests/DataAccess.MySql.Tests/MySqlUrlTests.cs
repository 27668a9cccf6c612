using DataAccess.Conformance;
using MySqlConnector;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>URLs of MySQL and MariaDB.</summary>
[Collection("MySQL")]
public sealed class MySqlUrlTests() : DatabaseSuite(MySqlEngine.Shared)
{
    [Theory]
    [InlineData("mysql://db/shop", "db", 3306, "", "shop")]
    [InlineData("mariadb://an%40n:p%40w@db:3307/my%20shop", "db", 3307, "an@n", "my shop")]
    [InlineData("mysql://ann@localhost/shop?socket=/run/mysqld/mysqld.sock", "/run/mysqld/mysqld.sock", 3306, "ann", "shop")]
    [InlineData("mysql://ann@%2Frun%2Fmysqld%2Fmysqld.sock/shop", "/run/mysqld/mysqld.sock", 3306, "ann", "shop")]
    [InlineData("mysql://[::1]:3307/shop", "::1", 3307, "", "shop")]
    [InlineData("mysql://h1:3307,h2:3307/shop", "h1,h2", 3307, "", "shop")]
    public void Each_form_is_read(string url, string host, int port, string user, string database)
    {
        var builder = MySqlOptions.Parse(url);

        Assert.Equal((host, (uint)port, user, database), (builder.Server, builder.Port, builder.UserID, builder.Database));
    }

    [Theory]
    [InlineData("ssl-mode=VERIFY_IDENTITY", MySqlSslMode.VerifyFull)]
    [InlineData("sslmode=verify-ca", MySqlSslMode.VerifyCA)]
    [InlineData("ssl-mode=DISABLED", MySqlSslMode.None)]
    [InlineData("SslMode=Required", MySqlSslMode.Required)]
    public void Parameters_have_the_names_of_the_client_programs_or_of_the_driver(string parameter, MySqlSslMode mode)
        => Assert.Equal(mode, MySqlOptions.Parse("mysql://db/x?" + parameter).SslMode);

    [Theory]
    [InlineData("mysql://ann:s3cret@h1:1,h2:2/x", "several hosts with different ports")]
    [InlineData("mysql://ann:s3cret@db/x?nonsense=s3cret", "'nonsense' is not supported")]
    [InlineData("mysql://ann:s3cret@db/x?connect_timeout=s3cret", "'connect_timeout' is not valid")]
    [InlineData("mysql://ann:s3cret@db/x?ssl-mode=s3cret", "'ssl-mode' is not valid: use disabled")]
    public void What_is_not_supported_is_named_and_no_value_is_repeated(string url, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => MySqlDatabase.Open(url));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mysql://{0}:{1}@localhost/{2}?socket={3}")]
    [InlineData("mysql://{0}:{1}@{4}/{2}")]
    public async Task A_socket_is_connected_to(string form)
    {
        var builder = new MySqlConnectionStringBuilder(ConnectionString);
        using var socket = new SocketForwarder("mysqld.sock", builder.Server, (int)builder.Port);
        await using var db = MySqlDatabase.Open(string.Format(
            null, form, Uri.EscapeDataString(builder.UserID), Uri.EscapeDataString(builder.Password), builder.Database, socket.File, Uri.EscapeDataString(socket.File)));

        Assert.Equal(builder.Database, await db.QuerySingleAsync<string>($"select database()", Token));
    }
}
