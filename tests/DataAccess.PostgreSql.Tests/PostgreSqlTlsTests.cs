using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using DataAccess.Conformance;
using Npgsql;
using Xunit;

namespace DataAccess.PostgreSql.Tests;

/// <summary>The user's own TLS callbacks decide about the server's certificate, for each connection that the library opens.</summary>
public sealed class PostgreSqlTlsTests() : DatabaseSuite(PostgreSqlEngine.Shared)
{
    private int _asked;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_certificate_that_the_callback_accepts_is_used(bool isGiven)
    {
        using var proxy = Proxy();
        await using var source = isGiven ? Build(proxy, accepts: true) : null;
        await using var db = Open(source, proxy, accepts: true);

        await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ => await db.ScalarAsync<string>($"select pg_sleep(0.2)::text", Token)));
        await using var dedicated = await db.Connections.OpenDedicatedAsync(Providers.SessionSettings.Server, Token);

        Assert.Equal([1], await dedicated.QueryAsync<int>($"select 1", Token));
        Assert.Equal(3, _asked);

        // To cancel, the driver opens a connection of its own, which is checked too.
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var slow = dedicated.QueryAsync<string>($"select pg_sleep(30)::text", cancel.Token).AsTask();
        while (!slow.IsCompleted && await Db.ScalarAsync<long>($"select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like '%pg_sleep(30)%'", Token) == 0)
        {
        }

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow);
        Assert.Equal(4, _asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_it_refuses_is_an_error_that_says_so(bool isGiven)
    {
        using var proxy = Proxy();
        await using var source = isGiven ? Build(proxy, accepts: false) : null;
        await using var db = Open(source, proxy, accepts: false);

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));

        Assert.Contains("certificate", error.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(new NpgsqlConnectionStringBuilder(ConnectionString).Password!, error.ToString(), StringComparison.Ordinal);
        Assert.True(_asked > 0);
    }

    [Fact]
    public async Task Without_a_callback_a_certificate_that_nobody_has_signed_is_refused()
    {
        using var proxy = Proxy();
        await using var db = PostgreSqlDatabase.Open(Address(proxy, SslMode.VerifyFull));

        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));

        Assert.Contains("certificate", error.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private TlsProxy Proxy()
    {
        var server = new NpgsqlConnectionStringBuilder(ConnectionString);
        return new TlsProxy(server.Host!, server.Port);
    }

    private string Address(TlsProxy proxy, SslMode mode)
        => new NpgsqlConnectionStringBuilder(ConnectionString) { Host = "localhost", Port = proxy.Port, SslMode = mode, ChannelBinding = ChannelBinding.Disable }.ConnectionString;

    private NpgsqlDataSource Build(TlsProxy proxy, bool accepts)
    {
        var builder = new NpgsqlDataSourceBuilder(Address(proxy, SslMode.Require));
        Configure(builder, proxy, accepts);
        return builder.Build();
    }

    private Database Open(NpgsqlDataSource? source, TlsProxy proxy, bool accepts) => source is null
        ? PostgreSqlDatabase.Open(Address(proxy, SslMode.Require), new PostgreSqlOptions { Connections = { MaxConnections = 2 }, ConfigureDataSource = builder => Configure(builder, proxy, accepts) })
        : PostgreSqlDatabase.Open(source, new PostgreSqlOptions { Connections = { MaxConnections = 2 } });

    private void Configure(NpgsqlDataSourceBuilder builder, TlsProxy proxy, bool accepts)
        => builder.UseSslClientAuthenticationOptionsCallback(options => options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            Interlocked.Increment(ref _asked);
            using var shown = X509CertificateLoader.LoadCertificate(certificate!.Export(X509ContentType.Cert));
            return accepts && errors == SslPolicyErrors.RemoteCertificateChainErrors && shown.Thumbprint == proxy.Certificate.Thumbprint;
        });
}
