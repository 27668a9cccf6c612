using System.Collections;
using System.Diagnostics;

namespace DataAccess;

/// <summary>One span and one duration for one operation. Costs a clock reading when nobody listens.</summary>
internal readonly struct OperationScope
{
    private readonly DatabaseProvider _provider;
    private readonly SqlText _text;
    private readonly Activity? _activity;
    private readonly long _started;

    private OperationScope(DatabaseProvider provider, SqlText text)
    {
        _provider = provider;
        _text = text;
        _started = Stopwatch.GetTimestamp();
        _activity = Telemetry.Activities.HasListeners() ? Start(provider, text) : null;
    }

    public static OperationScope Begin(DatabaseProvider provider, SqlText text) => new(provider, text);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Ends an operation that succeeded, and records how many rows it gave, if it gave any.</summary>
    public void Succeed<TResult>(TResult result)
    {
        End(null);
        if (Telemetry.ReturnedRows.Enabled && result is ICollection rows)
        {
            Telemetry.ReturnedRows.Record(rows.Count, new KeyValuePair<string, object?>("db.system.name", _provider.SystemName));
        }
    }

    /// <summary>Ends the operation.</summary>
    /// <param name="failure">What it failed with, or null.</param>
    public void End(DatabaseFailure? failure)
    {
        if (Telemetry.OperationDuration.Enabled)
        {
            var tags = new TagList { { "db.system.name", _provider.SystemName }, { "db.operation.name", _text.Operation } };
            if (failure is { } reason)
            {
                tags.Add("error.type", reason.Code ?? reason.Kind.ToString());
            }

            Telemetry.OperationDuration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
        }

        if (_activity is not null && failure is { } cause)
        {
            _activity.SetStatus(ActivityStatusCode.Error, cause.Kind.ToString());
            _activity.SetTag("error.type", cause.Code ?? cause.Kind.ToString());
            _activity.SetTag("db.response.status_code", cause.Code);
        }

        _activity?.Dispose();
    }

    private static Activity? Start(DatabaseProvider provider, SqlText text)
    {
        var activity = Telemetry.Activities.StartActivity(text.Operation, ActivityKind.Client);
        activity?.SetTag("db.system.name", provider.SystemName);
        activity?.SetTag("db.operation.name", text.Operation);
        activity?.SetTag("db.query.text", text.Sql);
        activity?.SetTag("server.address", provider.Endpoint);
        return activity;
    }
}
