using DataAccess.Events.Telemetry;

namespace DataAccess.Events.Waking;

/// <summary>
/// Looks for all subscriptions at once: whether there is something that nobody told of, and whether the time of something has come. What publishers tell is only faster.
/// </summary>
/// <param name="session">The database.</param>
/// <param name="me">This program.</param>
/// <param name="wake">Wakes a subscription; the flag says that something of it had to wait.</param>
internal sealed class Poller(DatabaseSession session, Guid me, Action<int, bool> wake)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(2);

    private readonly DueStore _store = new(session, me);
    private readonly Signal _signal = new();

    /// <summary>Looks at once, because something was published for later, or a connection was lost.</summary>
    public void Hurry() => _signal.Set();

    /// <summary>Something has to wait for that long from now.</summary>
    public void Expect(TimeSpan pause)
    {
        if (pause < Longest)
        {
            Hurry();
        }
    }

    public async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var pause = await LookAsync(stopping).ConfigureAwait(false);
                await _signal.WaitAsync(pause, session.Context.Time, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                EventLog.NotPolled(session.Context.Logger, session.Provider.Endpoint, exception.GetType().Name, exception.Message);
                await Task.Delay(Longest, session.Context.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Looks once; gives when to look again.</summary>
    private async ValueTask<TimeSpan> LookAsync(CancellationToken stopping)
    {
        var next = await _store.NextDueAsync(stopping).ConfigureAwait(false);
        var hasMore = false;
        if (next <= TimeSpan.Zero)
        {
            (var subscriptions, hasMore) = await _store.PromoteAsync(stopping).ConfigureAwait(false);
            foreach (var subscription in subscriptions)
            {
                wake(subscription, true);
            }

            next = await _store.NextDueAsync(stopping).ConfigureAwait(false);
        }

        foreach (var subscription in await _store.ReadyAsync(stopping).ConfigureAwait(false))
        {
            wake(subscription, false);
        }

        return hasMore ? TimeSpan.Zero : next is { } wait && wait < Longest ? (wait > Shortest ? wait : Shortest) : Longest;
    }
}
