using System.Collections;
using System.Diagnostics;
using DataAccess.Providers;
using DataAccess.Sql;
using DataAccess.Telemetry;

namespace DataAccess.Sessions;

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
        _activity = Instruments.Activities.HasListeners() ? Start(provider, text) : null;
    }

    public static OperationScope Begin(DatabaseProvider provider, SqlText text) => new(provider, text);

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Ends an operation that succeeded, and records how many rows it gave, if it gave any.</summary>
    public void Succeed<TResult>(TResult result)
    {
        End(null);
        if (result is ICollection rows)
        {
            Returned(rows.Count);
        }
    }

    /// <summary>Records how many rows an operation gave.</summary>
    public void Returned(long rows)
    {
        if (!Instruments.ReturnedRows.Enabled)
        {
            return;
        }

        try
        {
            Instruments.ReturnedRows.Record(rows, new KeyValuePair<string, object?>("db.system.name", _provider.SystemName));
        }
        catch (Exception)
        {
            // The listener's own failure, and its owner's to notice.
        }
    }

    /// <summary>Ends the operation.</summary>
    /// <param name="failure">What it failed with, or null.</param>
    public void End(DatabaseFailure? failure)
    {
        if (Instruments.OperationDuration.Enabled)
        {
            RecordDuration(failure);
        }

        Spans.End(_activity, failure);
    }

    private void RecordDuration(DatabaseFailure? failure)
    {
        var tags = new TagList { { "db.system.name", _provider.SystemName }, { "db.operation.name", _text.Operation } };
        if (failure is { } reason)
        {
            tags.Add("error.type", Spans.ErrorType(reason));
        }

        try
        {
            Instruments.OperationDuration.Record(Stopwatch.GetElapsedTime(_started).TotalSeconds, tags);
        }
        catch (Exception)
        {
            // The listener's own failure, and its owner's to notice.
        }
    }

    private static Activity? Start(DatabaseProvider provider, SqlText text)
        => Spans.Start(provider.SpanTarget, text.Operation)?.SetTag("db.query.text", text.Sql);
}
