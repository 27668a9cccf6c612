using System.Diagnostics;
using DataAccess.Events.Handling;
using DataAccess.Events.Messages;
using DataAccess.Events.Reading;
using DataAccess.Telemetry;

namespace DataAccess.Events.Running;

/// <summary>A span for each call of a handler, with links to those in which its events were published (OpenTelemetry's conventions for messaging).</summary>
internal static class EventSpans
{
    public static Activity? Start(HandlerContext context, IReadOnlyList<Delivery> deliveries)
    {
        if (!Instruments.Activities.HasListeners())
        {
            return null;
        }

        var before = Activity.Current;
        try
        {
            var activity = Instruments.Activities.StartActivity($"process {context.Subscription.Topic}", ActivityKind.Consumer, default(ActivityContext), tags: null, Links(deliveries));
            return activity?
                .SetTag("messaging.system", "dataaccess")
                .SetTag("messaging.operation.type", "process")
                .SetTag("messaging.destination.name", context.Subscription.Topic)
                .SetTag("messaging.destination.subscription.name", context.Subscription.Name)
                .SetTag("messaging.message.id", deliveries.Count == 1 ? deliveries[0].Id : null)
                .SetTag("messaging.batch.message_count", deliveries.Count > 1 ? deliveries.Count : null);
        }
        catch (Exception)
        {
            // A listener that throws loses its span, and nothing else.
            Activity.Current = before;
            return null;
        }
    }

    public static void End(Activity? activity, Exception? failure)
    {
        if (activity is null)
        {
            return;
        }

        if (failure is not null)
        {
            activity.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.GetType().FullName);
        }

        try
        {
            activity.Dispose();
        }
        catch (Exception)
        {
            Activity.Current = activity.Parent;
        }
    }

    private static List<ActivityLink> Links(IReadOnlyList<Delivery> deliveries)
    {
        var links = new List<ActivityLink>();
        foreach (var delivery in deliveries)
        {
            if (delivery.Headers is { } stored && EventJson.ReadHeaders(stored) is { } headers && headers.TryGetValue("traceparent", out var parent)
                && ActivityContext.TryParse(parent, headers.GetValueOrDefault("tracestate"), isRemote: true, out var publisher))
            {
                links.Add(new ActivityLink(publisher));
            }
        }

        return links;
    }
}
