using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DataAccess.PostgreSql.Tests;

/// <summary>
/// Speaks TLS with the driver, and plainly with the server behind it. As any server does, it answers <c>S</c> to the driver's request for TLS
/// (https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SSL).
/// </summary>
internal sealed class TlsProxy : IDisposable
{
    private const int TlsRequest = 80_877_103;
    private const int GssRequest = 80_877_104;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _host;
    private readonly int _port;

    public TlsProxy(string host, int port)
    {
        (_host, _port) = (host, port);
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        Certificate = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        _listener.Start();
        _ = AcceptAsync();
    }

    public X509Certificate2 Certificate { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _listener.Dispose();
        Certificate.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient driver;
            try
            {
                driver = await _listener.AcceptTcpClientAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            _ = ServeAsync(driver);
        }
    }

    private async Task ServeAsync(TcpClient driver)
    {
        using (driver)
        using (var server = new TcpClient())
        {
            try
            {
                var request = await ReadRequestAsync(driver);
                if (request == GssRequest)
                {
                    await driver.GetStream().WriteAsync("N"u8.ToArray());
                    request = await ReadRequestAsync(driver);
                }

                if (request != TlsRequest)
                {
                    return;
                }

                await driver.GetStream().WriteAsync("S"u8.ToArray());
                await using var tls = new SslStream(driver.GetStream());
                await tls.AuthenticateAsServerAsync(Certificate);
                await server.ConnectAsync(_host, _port);
                await using var plain = server.GetStream();
                await Task.WhenAny(tls.CopyToAsync(plain), plain.CopyToAsync(tls));
            }
            catch (Exception exception) when (exception is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
            {
                // The one side or the other has gone.
            }
        }
    }

    private static async Task<int> ReadRequestAsync(TcpClient driver)
    {
        var request = new byte[8];
        await driver.GetStream().ReadExactlyAsync(request);
        return BinaryPrimitives.ReadInt32BigEndian(request.AsSpan(4));
    }
}
