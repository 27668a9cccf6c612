using DataAccess.Events.Owning;
using DataAccess.Events.Telemetry;

namespace DataAccess.Events.Operating;

/// <summary>Looks at the subscriptions of a processor now and then, while somebody listens to their gauges, so that no listener waits for the database.</summary>
/// <param name="session">The database.</param>
/// <param name="owners">The subscriptions.</param>
internal sealed class EventSampler(DatabaseSession session, IReadOnlyList<IPartOwner> owners)
{
    private const int CountLimit = 100_000;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private volatile IReadOnlyList<SubscriptionStatus> _last = [];

    /// <summary>What was seen last; nothing where nobody listened, or the database did not answer.</summary>
    public IReadOnlyList<SubscriptionStatus> Last => _last;

    public IReadOnlyList<IPartOwner> Owners => owners;

    public async Task RunAsync(CancellationToken stopping)
    {
        EventGauges.Add(this);
        try
        {
            var time = session.Context.Time;
            long? sampled = null;
            while (!stopping.IsCancellationRequested)
            {
                if (!EventGauges.IsEnabled)
                {
                    (_last, sampled) = ([], null);
                }
                else if (sampled is not { } before || time.GetElapsedTime(before) >= Interval)
                {
                    sampled = time.GetTimestamp();
                    await SampleAsync(stopping).ConfigureAwait(false);
                }

                await Task.Delay(Look, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            EventGauges.Remove(this);
        }
    }

    private async ValueTask SampleAsync(CancellationToken stopping)
    {
        try
        {
            _last = await new StatusReader(session, CountLimit).SubscriptionsAsync([.. owners.Select(static o => o.Subscription.Id)], stopping).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // Old figures would say that all is well.
            _last = [];
            if (!stopping.IsCancellationRequested)
            {
                EventLog.NotSampled(session.Context.Logger, session.Provider.Endpoint, exception.GetType().Name, exception.Message);
            }
        }
    }
}
