using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DataAccess.Conformance.Faults;

/// <summary>Stands between a client and a server on the loopback interface, and lets a plan's faults happen.</summary>
public sealed class FaultProxy : IAsyncDisposable
{
    // Not a TcpListener: one that is stopped between two accepts says so by an InvalidOperationException.
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = [];
    private readonly string _host;
    private readonly int _port;
    private readonly Func<WireProtocol> _protocol;
    private readonly FaultPlan _plan;
    private readonly Task _loop;
    private volatile bool _refuses;

    public FaultProxy(string host, int port, Func<WireProtocol> protocol, FaultPlan plan)
    {
        _host = host;
        _port = port;
        _protocol = protocol;
        _plan = plan;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _listener.Listen();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port { get; }

    /// <summary>Whether new connections are reset at once, as if the server were down.</summary>
    public bool Refuses
    {
        get => _refuses;
        set => _refuses = value;
    }

    /// <summary>How many connections have come and gone.</summary>
    public int Ended => _connections.Values.Count(static served => served.IsCompleted);

    /// <summary>Resets every connection there is.</summary>
    public void CutAll()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Cut();
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _loop;
        CutAll();
        await Task.WhenAll(_connections.Values);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await _listener.AcceptAsync();
            }
            catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException)
            {
                return;
            }

            var connection = new ProxiedConnection(client, _protocol(), _plan);
            _connections[connection] = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(ProxiedConnection connection)
    {
        if (_refuses)
        {
            connection.Cut();
        }
        else
        {
            await connection.RunAsync(_host, _port);
        }
    }
}
