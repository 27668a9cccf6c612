using System.Diagnostics;
using DataAccess.Telemetry;
using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;

namespace DataAccess.Writing.Sending;

/// <summary>The span of one attempt to send a batch. It has no parent, because it serves many callers: it has links to their spans.</summary>
internal static class BatchSpan
{
    // A batch may have thousands of callers. Exporters truncate at 128 links by default (OTEL_SPAN_LINK_COUNT_LIMIT).
    private const int MaxLinks = 128;

    public static async ValueTask<BatchResult> TraceAsync<T>(
        WriterContext<T> context, Batch<T> batch, BatchPart part, Func<Batch<T>, BatchPart, ValueTask<BatchResult>> attempt)
    {
        var span = Spans.Start(
            context.Session.Provider.SpanTarget, NameOf(batch.Changes(part.Start, part.Count).Span, part.Count), context.Table, LinksOf(batch, part));
        if (part.Count > 1)
        {
            // The conventions define it only for batches of two or more.
            span?.SetTag("db.operation.batch.size", part.Count);
        }

        DatabaseFailure? failure = null;
        try
        {
            var result = await attempt(batch, part).ConfigureAwait(false);
            failure = result.Step == BatchStep.Ack ? null : result.Failure;
            return result;
        }
        catch (Exception exception)
        {
            failure = new DatabaseFailure(FailureKind.Unknown, null, exception.Message);
            throw;
        }
        finally
        {
            Spans.End(span, failure);
        }
    }

    private static string NameOf(ReadOnlySpan<RowChange> changes, int rows)
        => changes.IsEmpty ? rows == 1 ? "INSERT" : "BATCH INSERT"
        : changes.ContainsAnyExcept(changes[0]) ? "BATCH"
        : (changes[0], rows == 1) switch
        {
            (RowChange.Update, true) => "UPDATE",
            (RowChange.Update, false) => "BATCH UPDATE",
            (_, true) => "DELETE",
            _ => "BATCH DELETE",
        };

    private static List<ActivityLink> LinksOf<T>(Batch<T> batch, BatchPart part)
    {
        var links = new List<ActivityLink>();
        var seen = new HashSet<ActivityContext>();
        var end = batch.Stream is null ? part.Start + part.Count : part.Start + 1;
        for (var i = part.Start; i < end && links.Count < MaxLinks; i++)
        {
            if (batch.CallerOf(i) is var caller && caller != default && seen.Add(caller))
            {
                links.Add(new ActivityLink(caller));
            }
        }

        return links;
    }
}
