using DataAccess.Events.Handling;
using DataAccess.Events.Reading;
using DataAccess.Events.Telemetry;

namespace DataAccess.Events.Running;

/// <summary>Stores failures.</summary>
internal sealed class DeliveryEnds(HandlerContext context, DeliveryQueue queue, DeliveryStore store, CancellationToken abort)
{
    private const int Attempts = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>An attempt has failed: it is retried later, or dead. Events behind it wait from now on, if they have to.</summary>
    public async ValueTask FailAsync(Delivery delivery, Exception failure)
    {
        var (options, time) = (context.Options, context.Database.Context.Time);
        var attempt = delivery.Attempt + 1;
        var isDead = attempt >= options.MaxAttempts;
        TimeSpan? pause = isDead ? null : Backoff.After(attempt, options.FirstPause, options.LongestPause, Random.Shared.NextDouble());
        if (!isDead || options.AfterDead == AfterDead.StopKey)
        {
            queue.Failing(delivery, new Block(delivery.Id, pause is { } wait ? time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency) : null));
        }

        EventMetrics.Failed.Add(1, EventMetrics.Of(context.Subscription.Name, context.Subscription.Topic));
        if (isDead)
        {
            EventLog.Dead(context.Database.Context.Logger, delivery.Id, context.Subscription.Name, attempt, failure);
        }
        else
        {
            EventLog.AttemptFailed(context.Database.Context.Logger, delivery.Id, context.Subscription.Name, attempt, options.MaxAttempts, pause!.Value, failure);
        }

        if (await StoreAsync(delivery, pause, failure).ConfigureAwait(false))
        {
            if (isDead)
            {
                EventMetrics.Dead.Add(1, EventMetrics.Of(context.Subscription.Name, context.Subscription.Topic));
            }

            if (pause is { } waits)
            {
                context.Waits(waits);
            }

            queue.Forget([delivery]);
            queue.Handled(delivery);
        }
        else
        {
            queue.PutBack(delivery);
        }
    }

    private async ValueTask<bool> StoreAsync(Delivery delivery, TimeSpan? pause, Exception failure)
    {
        for (var n = 1; ; n++)
        {
            try
            {
                // If it is not there, it was handled: the COMMIT whose answer was lost has succeeded, or another program has it.
                return await store.FailAsync(delivery, pause, $"{failure.GetType().Name}: {failure.Message}", CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                EventLog.NotRecorded(context.Database.Context.Logger, delivery.Id, context.Subscription.Name, exception.GetType().Name);
                await Task.Delay(Pause, context.Database.Context.Time, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (n == Attempts || abort.IsCancellationRequested)
                {
                    return false;
                }
            }
        }
    }
}
