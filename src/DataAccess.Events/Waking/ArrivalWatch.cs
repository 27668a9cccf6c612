using DataAccess.Events.Telemetry;

namespace DataAccess.Events.Waking;

/// <summary>Notices that another program has published: by its notification, or else by looking at the last event's number.</summary>
/// <param name="database">The database.</param>
/// <param name="hub">Where topics are told.</param>
/// <param name="hurry">Looks everywhere.</param>
internal sealed class ArrivalWatch(Database database, EventHub hub, Action hurry)
{
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken stopping)
    {
        var listens = hub.Options.Notify && database.Provider.Notifications is not null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await (listens ? ListenAsync(stopping) : LookAsync(stopping)).ConfigureAwait(false);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (NotSupportedException)
            {
                // A pooler is between.
                listens = false;
            }
            catch (Exception exception)
            {
                EventLog.NotPolled(database.Context.Logger, database.Provider.Endpoint, exception.GetType().Name, exception.Message);
                await Task.Delay(FailurePause, database.Context.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await foreach (var notification in database.ListenAsync(NotificationSender.Channel, stopping).ConfigureAwait(false))
        {
            var topics = notification.IsGap ? [] : NotificationSender.Read(notification.Payload);
            if (topics.Length == 0)
            {
                hurry();
            }

            foreach (var topic in topics)
            {
                hub.Tell(topic);
            }
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        var store = new DueStore(database, Guid.Empty);
        long? last = null;
        while (true)
        {
            var now = await store.LastEventAsync(stopping).ConfigureAwait(false);
            if (now != last)
            {
                last = now;
                hurry();
            }

            await Task.Delay(hub.Options.PollInterval, database.Context.Time, stopping).ConfigureAwait(false);
        }
    }
}
