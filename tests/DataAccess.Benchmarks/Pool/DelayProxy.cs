using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace DataAccess.Benchmarks;

/// <summary>A network: passes bytes on to a server, and its answers back after a delay, in order. Timers count whole milliseconds.</summary>
internal sealed class DelayProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _host;
    private readonly int _port;
    private readonly TimeSpan _delay;
    private readonly Task _accepting;

    public DelayProxy(string host, int port, TimeSpan delay)
    {
        (_host, _port, _delay) = (host, port, delay);
        _listener.Start(1_000);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptSocketAsync(_stop.Token);
            _ = PassAsync(client);
        }
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(_host, _port, _stop.Token);
            await Task.WhenAny(CopyAsync(client, server, TimeSpan.Zero), CopyAsync(server, client, _delay));
        }
    }

    private async Task CopyAsync(Socket from, Socket to, TimeSpan delay)
    {
        var chunks = Channel.CreateUnbounded<(byte[] Bytes, long Due)>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var sending = SendAsync(chunks.Reader, to);
        var buffer = new byte[16_384];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
            {
                if (delay == TimeSpan.Zero)
                {
                    await to.SendAsync(buffer.AsMemory(0, count), _stop.Token);
                }
                else
                {
                    chunks.Writer.TryWrite((buffer[..count], TimeProvider.System.GetTimestamp() + (long)(delay.TotalSeconds * TimeProvider.System.TimestampFrequency)));
                }
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended.
        }

        chunks.Writer.Complete();
        await sending;
    }

    private async Task SendAsync(ChannelReader<(byte[] Bytes, long Due)> chunks, Socket to)
    {
        try
        {
            await foreach (var (bytes, due) in chunks.ReadAllAsync(_stop.Token))
            {
                if (due - TimeProvider.System.GetTimestamp() is var left and > 0)
                {
                    await Task.Delay(TimeSpan.FromSeconds((double)left / TimeProvider.System.TimestampFrequency), _stop.Token);
                }

                await to.SendAsync(bytes, _stop.Token);
            }
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection has ended.
        }
    }
}
