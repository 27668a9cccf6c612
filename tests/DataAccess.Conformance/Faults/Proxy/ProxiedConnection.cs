using System.Net.Sockets;

namespace DataAccess.Conformance.Faults;

/// <summary>One connection through the proxy: two directions, each forwarding what the protocol has recognised.</summary>
internal sealed class ProxiedConnection(Socket client, WireProtocol protocol, FaultPlan plan) : IDisposable
{
    private readonly Socket _server = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock _protocolLock = new();

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Set while a fault holds back what the server says.
    private volatile TaskCompletionSource? _answersWait;

    /// <summary>Resets both sides: no orderly end, and what is still under way is lost.</summary>
    public void Cut()
    {
        _answersWait?.TrySetResult();
        client.Close(0);
        _server.Close(0);
        _ended.TrySetResult();
    }

    public void Dispose() => Cut();

    public async Task RunAsync(string host, int port)
    {
        try
        {
            client.NoDelay = true;
            await _server.ConnectAsync(host, port);
            await Task.WhenAll(PumpAsync(client, _server, OnClientChunkAsync), PumpAsync(_server, client, OnServerChunkAsync));
            client.Close();
            _server.Close();
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            Cut();
        }
    }

    private async Task PumpAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, Task<FaultEnd>> forward)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            int count;
            do
            {
                count = await from.ReceiveAsync(buffer);
                if (await forward(buffer.AsMemory(0, count)) == FaultEnd.Cut)
                {
                    Cut();
                    return;
                }
            }
            while (count > 0);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            Cut();
        }
    }

    private async Task<FaultEnd> OnClientChunkAsync(ReadOnlyMemory<byte> chunk)
    {
        IReadOnlyList<WirePiece> pieces;
        lock (_protocolLock)
        {
            pieces = chunk.IsEmpty ? [protocol.ClientClosed()] : protocol.FromClient(chunk.Span);
        }

        for (var i = 0; i < pieces.Count; i++)
        {
            var fault = pieces[i].Mark switch
            {
                WireMark.Commit => plan.Pass(FaultPoint.BeforeCommit),
                WireMark.Cancel => plan.Pass(FaultPoint.BeforeCancel),
                _ => null,
            };
            var end = await FireAsync(fault);
            if (end == FaultEnd.CutClient)
            {
                await DeliverLateAsync(fault!, pieces.Skip(i));
                return FaultEnd.Cut;
            }

            if (end == FaultEnd.Cut || await OnClientPieceAsync(pieces[i]) == FaultEnd.Cut)
            {
                return FaultEnd.Cut;
            }
        }

        return FaultEnd.GoOn;
    }

    private async Task<FaultEnd> OnClientPieceAsync(WirePiece piece)
    {
        if (plan.Instead?.Invoke(piece.Bytes) is { } answer)
        {
            return await ForwardAsync(client, answer, FaultPoint.InResponse);
        }

        if (piece.Mark != WireMark.Commit)
        {
            return await ForwardAsync(_server, piece.Bytes, piece.Mark == WireMark.Data ? FaultPoint.InData : FaultPoint.InRequest);
        }

        var fault = plan.Pass(FaultPoint.AfterCommitSent);
        if (fault is not null)
        {
            // Before it is sent: else the answer could overtake the fault.
            _answersWait = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        if (await ForwardAsync(_server, piece.Bytes, FaultPoint.InRequest) == FaultEnd.Cut || await FireAsync(fault) == FaultEnd.Cut)
        {
            return FaultEnd.Cut;
        }

        _answersWait?.TrySetResult();
        return FaultEnd.GoOn;
    }

    private async Task DeliverLateAsync(Fault fault, IEnumerable<WirePiece> pieces)
    {
        try
        {
            client.Close(0);
            await fault.Until();
            foreach (var piece in pieces)
            {
                await SendAsync(_server, piece.Bytes);
            }

            // The server then ends the session by itself, and whatever it says first finds no client.
            _server.Shutdown(SocketShutdown.Send);
            await _ended.Task;
        }
        finally
        {
            fault.SetDelivered();
        }
    }

    private async Task<FaultEnd> OnServerChunkAsync(ReadOnlyMemory<byte> chunk)
    {
        IReadOnlyList<WirePiece> pieces;
        lock (_protocolLock)
        {
            pieces = chunk.IsEmpty ? [protocol.ServerClosed()] : protocol.FromServer(chunk.Span);
        }

        foreach (var piece in pieces)
        {
            if (await OnServerPieceAsync(piece) == FaultEnd.Cut)
            {
                return FaultEnd.Cut;
            }
        }

        return FaultEnd.GoOn;
    }

    private async Task<FaultEnd> OnServerPieceAsync(WirePiece piece)
    {
        if (_answersWait is { } wait)
        {
            await wait.Task;
        }

        var isAnswer = piece.Mark == WireMark.Answer;
        if (isAnswer && await FireAsync(plan.Pass(FaultPoint.BeforeAnswer)) == FaultEnd.Cut)
        {
            return FaultEnd.Cut;
        }

        if (await ForwardAsync(client, piece.Bytes, FaultPoint.InResponse) == FaultEnd.Cut)
        {
            return FaultEnd.Cut;
        }

        if (!isAnswer)
        {
            return FaultEnd.GoOn;
        }

        // Before it is told: whoever then arms a fault means the next answer.
        var after = plan.Pass(FaultPoint.AfterAnswer);
        plan.Answered();
        return await FireAsync(after);
    }

    private async Task<FaultEnd> ForwardAsync(Socket to, ReadOnlyMemory<byte> bytes, FaultPoint point)
    {
        while (plan.PassBytes(point, bytes.Length) is { } hit)
        {
            await SendAsync(to, bytes[..hit.Offset]);
            bytes = bytes[hit.Offset..];
            if (await FireAsync(hit.Fault) == FaultEnd.Cut)
            {
                return FaultEnd.Cut;
            }
        }

        await SendAsync(to, bytes);
        return FaultEnd.GoOn;
    }

    private async Task<FaultEnd> FireAsync(Fault? fault)
    {
        if (fault is null)
        {
            return FaultEnd.GoOn;
        }

        var firing = fault.FireAsync().AsTask();
        if (fault.IsStall && await Task.WhenAny(firing, _ended.Task) != firing)
        {
            // A test that failed before it could say how the stall ends would wait for itself.
            return FaultEnd.Cut;
        }

        return await firing;
    }

    private static async Task SendAsync(Socket to, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await to.SendAsync(bytes)..];
        }
    }
}
