using System.Net;
using System.Net.Sockets;

namespace DataAccess.Migrations.Tests.Crash;

/// <summary>
/// Stands between a runner and its server and stops both at one statement, so that the process can be killed at an exact
/// place. It reads no protocol: it looks for the statement's bytes and for what stands before them.
/// </summary>
internal sealed class CommandProxy : IAsyncDisposable
{
    // Not a TcpListener: one that is stopped between two accepts says so by an InvalidOperationException.
    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _closed = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private readonly EndPoint _server;
    private readonly CommandPattern _pattern;
    private readonly KillMoment _moment;
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public CommandProxy(EndPoint server, CommandPattern pattern, KillMoment moment)
    {
        _server = server;
        _pattern = pattern;
        _moment = moment;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _listener.Listen();
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The statement is held here, or its answer is. For <see cref="KillMoment.During"/> it goes on after <see cref="LetThrough"/>.</summary>
    public Task Reached => _reached.Task;

    public void LetThrough() => _gated.SetResult();

    /// <summary>Closes both sides of every connection, as the end of the process does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_closed.IsCancellationRequested)
        {
            return;
        }

        await _closed.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(new TcpClient { Client = await _listener.AcceptAsync(_closed.Token) }));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Closed: this is how it ends.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        using (var ended = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token))
        {
            client.NoDelay = true;
            await server.Client.ConnectAsync(_server);
            var answers = new Answers();
            await Task.WhenAny(
                RequestsAsync(client.GetStream(), server.GetStream(), answers, ended.Token),
                AnswersAsync(server.GetStream(), client.GetStream(), answers, ended.Token));
            await ended.CancelAsync();
        }
    }

    private async Task RequestsAsync(NetworkStream client, NetworkStream server, Answers answers, CancellationToken cancellationToken)
    {
        var matcher = _pattern.NewMatcher();
        await PumpAsync(client, server, HoldAsync, cancellationToken);

        async Task HoldAsync(ReadOnlyMemory<byte> chunk)
        {
            if (!matcher.Finds(chunk.Span) || _reached.Task.IsCompleted)
            {
                return;
            }

            answers.AreHeld = _moment == KillMoment.After;
            if (_moment != KillMoment.After)
            {
                _reached.TrySetResult();
                await (_moment == KillMoment.During ? _gated.Task : Task.Delay(Timeout.Infinite, cancellationToken)).WaitAsync(cancellationToken);
            }
        }
    }

    private Task AnswersAsync(NetworkStream server, NetworkStream client, Answers answers, CancellationToken cancellationToken)
        => PumpAsync(
            server,
            client,
            async _ =>
            {
                if (answers.AreHeld)
                {
                    _reached.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }
            },
            cancellationToken);

    private static async Task PumpAsync(NetworkStream from, NetworkStream to, Func<ReadOnlyMemory<byte>, Task> beforeSending, CancellationToken cancellationToken)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReadAsync(buffer, cancellationToken) is > 0 and var count)
            {
                await beforeSending(buffer.AsMemory(0, count));
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One side is gone, and so goes the other.
        }
    }

    private sealed class Answers
    {
        public volatile bool AreHeld;
    }
}
