using System.Diagnostics;

namespace DataAccess.Telemetry;

/// <summary>
/// Starts and ends spans, with the attributes of the OpenTelemetry database conventions. A listener that throws costs its span
/// and nothing else: what is traced goes on, and holds a lease or a lane meanwhile.
/// </summary>
internal static class Spans
{
    /// <summary>The current span, or none where nobody listens to ours.</summary>
    public static ActivityContext Caller => Instruments.Activities.HasListeners() && Activity.Current is { } current ? current.Context : default;

    /// <param name="database">The database.</param>
    /// <param name="operation">What is done: <c>SELECT</c>.</param>
    /// <param name="target">What it is done to, or null.</param>
    /// <param name="links">The spans it is done for, or null where it is done for the current one.</param>
    public static Activity? Start(in SpanTarget database, string operation, string? target = null, IEnumerable<ActivityLink>? links = null)
    {
        if (!Instruments.Activities.HasListeners())
        {
            return null;
        }

        var before = Activity.Current;
        try
        {
            var activity = Instruments.Activities.StartActivity(
                target is null ? operation : $"{operation} {target}", ActivityKind.Client, default(ActivityContext), tags: null, links);
            return activity?
                .SetTag("db.system.name", database.System)
                .SetTag("db.operation.name", operation)
                .SetTag("db.namespace", database.Namespace)
                .SetTag("db.collection.name", target)
                .SetTag("server.address", database.Address)
                .SetTag("server.port", database.Port);
        }
        catch (Exception)
        {
            Activity.Current = before;
            return null;
        }
    }

    public static void End(Activity? activity, DatabaseFailure? failure)
    {
        if (activity is null)
        {
            return;
        }

        if (failure is { } cause)
        {
            activity.SetStatus(ActivityStatusCode.Error, cause.Kind.ToString());
            activity.SetTag("error.type", ErrorType(cause));
            activity.SetTag("db.response.status_code", cause.Code);
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

    public static string ErrorType(in DatabaseFailure failure) => failure.Code ?? failure.Kind.ToString();
}
