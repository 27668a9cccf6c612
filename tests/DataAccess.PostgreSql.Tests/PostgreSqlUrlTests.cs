using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>URLs in libpq's forms.</summary>
[Collection("PostgreSQL")]
public sealed class PostgreSqlUrlTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    [Theory]
    [InlineData("postgres://db/shop", "db", 5432, null, "shop")]
    [InlineData("postgresql://ann:p%40w@db:5433/my%20shop", "db", 5433, "ann", "my shop")]
    [InlineData("postgres:///shop?host=/var/run/postgresql", "/var/run/postgresql", 5432, null, "shop")]
    [InlineData("postgres://ann@/shop?host=/tmp&port=5433", "/tmp", 5433, "ann", "shop")]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql/shop", "/var/run/postgresql", 5432, null, "shop")]
    [InlineData("postgresql://%2Ftmp:5433/shop?user=ann", "/tmp", 5433, "ann", "shop")]
    [InlineData("postgres://[::1]:5433/shop", "::1", 5433, null, "shop")]
    [InlineData("postgres:///?dbname=shop&user=ann", "localhost", 5432, "ann", "shop")]
    [InlineData("postgres://h1:5432,h2:5433/shop?target_session_attrs=read-write", "h1:5432,h2:5433", 5432, null, "shop")]
    [InlineData("postgres://h1,[::1]:7/shop", "h1:5432,[::1]:7", 5432, null, "shop")]
    [InlineData("postgres:///shop?host=h1,h2&port=1,2", "h1:1,h2:2", 1, null, "shop")]
    [InlineData("postgres:///shop?host=h1,h2&port=3", "h1:3,h2:3", 3, null, "shop")]
    public void Each_form_is_read(string url, string host, int port, string? user, string database)
    {
        var builder = PostgreSqlOptions.Parse(url);

        Assert.Equal((host, port, user, database), (builder.Host, builder.Port, builder.Username, builder.Database));
    }

    [Fact]
    public void Parameters_have_the_names_of_libpq()
    {
        var builder = PostgreSqlOptions.Parse(
            "postgres://db/x?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=7&application_name=my+app&options=-c%20search_path%3Dapp&target_session_attrs=primary&gssencmode=disable&keepalives=1&load_balance_hosts=random&password=p%26w");

        Assert.Equal((SslMode.VerifyFull, "/ca.pem", 7, "my app"), (builder.SslMode, builder.RootCertificate, builder.Timeout, builder.ApplicationName));
        Assert.Equal(("-c search_path=app", "primary", true, true, "p&w"), (builder.Options, builder.TargetSessionAttributes, builder.TcpKeepAlive, builder.LoadBalanceHosts, builder.Password));
        Assert.Equal("a,b", PostgreSqlOptions.Parse("postgres://db/x?search_path=a%2Cb").SearchPath);
        Assert.Equal("mine", PostgreSqlOptions.Parse("postgres://db/x?fallback_application_name=mine").ApplicationName);
        Assert.Equal(0, PostgreSqlOptions.Parse("postgres://db/x?connect_timeout=-1").Timeout);
    }

    [Theory]
    [InlineData("postgres://ann:s3cret@db/x?hostaddr=10.0.0.1", "'hostaddr' is not supported")]
    [InlineData("postgres://ann:s3cret@db/x?tcp_user_timeout=5", "'tcp_user_timeout' is not supported")]
    [InlineData("postgres://ann:s3cret@db/x?sslmode=s3cret", "'sslmode' is not valid: use disable, allow")]
    [InlineData("postgres://ann:s3cret@db/x?connect_timeout=s3cret", "'connect_timeout' is not valid: use a number")]
    [InlineData("postgres://ann:s3cret@db/x?target_session_attrs=s3cret", "'target_session_attrs' is not valid: use any")]
    [InlineData("postgres://ann:s3cret@/x?host=a,b&port=1,2,3", "2 hosts and 3 ports")]
    [InlineData("postgres://ann:s3cret@/x?host=a&port=s3cret", "'port' is not valid")]
    public void What_is_not_supported_is_named_and_no_value_is_repeated(string url, string message)
    {
        var error = Assert.ThrowsAny<ArgumentException>(() => PostgreSqlDatabase.Open(url));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgresql://{0}:{1}@/{2}?host={3}")]
    [InlineData("postgresql://{0}:{1}@{4}/{2}")]
    public async Task A_socket_is_connected_to(string form)
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        using var socket = new SocketForwarder(".s.PGSQL.5432", builder.Host!, builder.Port);
        await using var db = PostgreSqlDatabase.Open(string.Format(
            null, form, Uri.EscapeDataString(builder.Username!), Uri.EscapeDataString(builder.Password!), builder.Database, socket.Folder, Uri.EscapeDataString(socket.Folder)));

        Assert.Equal(builder.Database, await db.QuerySingleAsync<string>($"select current_database()", Token));
        Assert.StartsWith(socket.Folder, db.Provider.Endpoint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_that_answers_is_used()
    {
        var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
        await using var db = PostgreSqlDatabase.Open(
            FormattableString.Invariant($"postgres://{Uri.EscapeDataString(builder.Username!)}:{Uri.EscapeDataString(builder.Password!)}@127.0.0.1:1,{builder.Host}:{builder.Port}/{builder.Database}?target_session_attrs=read-write"));

        Assert.Equal(builder.Database, await db.QuerySingleAsync<string>($"select current_database()", Token));
        await using var connection = await db.Connections.OpenDedicatedAsync(Token);
        Assert.Equal([builder.Database!], await connection.QueryAsync($"select current_database()", static reader => reader.GetString(0), cancellationToken: Token));
        Assert.Equal(FormattableString.Invariant($"127.0.0.1:1,{builder.Host}:{builder.Port}/{builder.Database}"), db.Provider.Endpoint);
    }
}
