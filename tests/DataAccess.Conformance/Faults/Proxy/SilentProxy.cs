using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// Stands before a server and lets through what it says until it has said so much; from then on nothing more comes, and no
/// connection ends. What the client says is read and thrown away then.
/// </summary>
public sealed class SilentProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<Socket> _sockets = [];
    private readonly Task _loop;
    private readonly string _host;
    private readonly int _port;
    private readonly int _answers;
    private volatile bool _isSilent;
    private volatile bool _mayOthersSpeak;
    private int _left;
    private int _accepted;

    /// <param name="host">The server.</param>
    /// <param name="port">Its port.</param>
    /// <param name="answers">How many pieces of each connection's answers come through.</param>
    public SilentProxy(string host, int port, int answers)
    {
        _host = host;
        _port = port;
        _answers = answers;
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections came.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>From now on nothing comes through.</summary>
    /// <param name="after">How many pieces of answers still do.</param>
    /// <param name="onlyAnswers">Whether it holds for the answers of connections that are there; else for all of every connection.</param>
    public void FallSilent(int after = 0, bool onlyAnswers = false)
    {
        _left = after;
        _mayOthersSpeak = onlyAnswers;
        _isSilent = true;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _loop;
        foreach (var socket in _sockets)
        {
            socket.Close(0);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync();
                _sockets.Add(client);
                Interlocked.Increment(ref _accepted);
                _ = ServeAsync(client);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The listener was stopped.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            var server = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            _sockets.Add(server);
            client.NoDelay = true;
            await server.ConnectAsync(_host, _port);
            var isLate = _isSilent;
            await Task.WhenAll(PumpAsync(client, server, int.MaxValue, () => !_isSilent || _mayOthersSpeak || Volatile.Read(ref _left) > 0),
                PumpAsync(server, client, _answers, () => !_isSilent || (_mayOthersSpeak && isLate) || Interlocked.Decrement(ref _left) >= 0));
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            // One side has gone; the other stays as it is.
        }
    }

    private static async Task PumpAsync(Socket from, Socket to, int pieces, Func<bool> mayPass)
    {
        var buffer = new byte[64 * 1024];
        for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
        {
            if (pieces-- > 0 && mayPass())
            {
                await to.SendAsync(buffer.AsMemory(0, count));
            }
        }
    }
}
