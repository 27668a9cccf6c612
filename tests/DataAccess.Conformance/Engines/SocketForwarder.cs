using System.Net.Sockets;

namespace DataAccess.Conformance;

/// <summary>A Unix socket in a folder of its own, behind which a server's port is.</summary>
public sealed class SocketForwarder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("da-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <param name="name">The socket's file name.</param>
    /// <param name="host">The server's host.</param>
    /// <param name="port">Its port.</param>
    public SocketForwarder(string name, string host, int port)
    {
        File = Path.Combine(Folder, name);
        _listener.Bind(new UnixDomainSocketEndPoint(File));
        _listener.Listen();
        _ = AcceptAsync(host, port);
    }

    public string Folder => _folder.FullName;

    public string File { get; }

    public void Dispose()
    {
        _listener.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task AcceptAsync(string host, int port)
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await _listener.AcceptAsync(), host, port);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task ForwardAsync(Socket client, string host, int port)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(host, port);
        await using var near = new NetworkStream(client, ownsSocket: true);
        await using var far = server.GetStream();
        await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
    }
}
