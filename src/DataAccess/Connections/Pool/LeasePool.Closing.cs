
namespace DataAccess.Connections.Pool;

/// <summary>
/// How connections end. A driver may not return, for example when its server has gone silent: no caller waits for it longer than necessary,
/// and the connection keeps its place until it has ended, so that the limit is never exceeded.
/// </summary>
internal sealed partial class LeasePool
{
    /// <summary>How long a driver that was told to stop may take before it is abandoned.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(500);

    /// <summary>Awaits work of a connection until the token is cancelled, whether or not the driver observes the token.</summary>
    private static async Task BoundAsync(PhysicalConnection connection, ValueTask work, CancellationToken cancellationToken)
    {
        var task = work.AsTask();
        try
        {
            await task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (!task.IsCompleted)
            {
                connection.Unfinished = task;
            }
        }
    }

    private async Task CloseAsync(PhysicalConnection connection)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await RetireAsync(connection, _options.ConnectTimeout).ConfigureAwait(false);
    }

    /// <summary>Closes a connection; returns when it is closed, or when the driver's time is up.</summary>
    private async Task RetireAsync(PhysicalConnection connection, TimeSpan patience)
    {
        var ending = EndAsync(connection);
        if (await EndsWithinAsync(ending, patience).ConfigureAwait(false))
        {
            GiveUpPlace(connection, wasAbandoned: false);
            return;
        }

        lock (_gate)
        {
            _state.Abandon();
            SignalIfDrained_NeedsGate();
        }

        _ = AwaitAbandonedAsync(connection, ending);
    }

    private async Task AwaitAbandonedAsync(PhysicalConnection connection, Task ending)
    {
        await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        GiveUpPlace(connection, wasAbandoned: true);
    }

    /// <summary>First waits for the driver's running work; if that does not end, closing the connection may end it.</summary>
    private async Task EndAsync(PhysicalConnection connection)
    {
        if (connection.Unfinished is { } work)
        {
            await EndsWithinAsync(work, (2 * _options.ConnectTimeout) + Grace).ConfigureAwait(false);
        }

        await connection.DisposeQuietlyAsync(_logger).ConfigureAwait(false);
    }

    /// <summary>Whether work ends in time, successfully or not. Its error is observed.</summary>
    private async Task<bool> EndsWithinAsync(Task work, TimeSpan patience)
    {
        try
        {
            await work.WaitAsync(patience, _clock.Time).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Only whether it has ended matters.
        }

        return work.IsCompleted;
    }

    private void GiveUpPlace(PhysicalConnection? connection, bool wasAbandoned)
    {
        lock (_gate)
        {
            _state.Closed(connection, wasOpened: connection?.ExpiresAt > 0, wasAbandoned, _clock.Now);
            SignalIfDrained_NeedsGate();
        }

        OpenForWaiters();
    }
}
