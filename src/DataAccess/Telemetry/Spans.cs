using System.Diagnostics;

namespace DataAccess.Telemetry;

/// <summary>
/// Starts and ends spans, with the attributes of the OpenTelemetry database conventions. A listener that throws loses its span
/// and nothing else: the traced operation continues, which holds a lease or an in-flight slot meanwhile.
/// </summary>
internal static class Spans
{
    /// <summary>The current span, or none if there is no listener for the library's spans.</summary>
    public static ActivityContext Caller => Instruments.Activities.HasListeners() && Activity.Current is { } current ? current.Context : default;

    /// <param name="database">The database.</param>
    /// <param name="operation">The operation: <c>SELECT</c>.</param>
    /// <param name="target">The table or other target of the operation, or null.</param>
    /// <param name="links">The spans of the callers, or null if the only caller is the current span.</param>
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
