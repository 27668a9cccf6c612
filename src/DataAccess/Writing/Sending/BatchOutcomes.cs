using DataAccess.Telemetry;
using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;

namespace DataAccess.Writing.Sending;

/// <summary>Gives the rows of a batch their outcomes.</summary>
internal sealed class BatchOutcomes<T>(WriterContext<T> context, OutcomeRecorder<T> rows)
{
    /// <summary>Records rows of a batch that are committed, from the first to the one before <paramref name="end"/>.</summary>
    public void Commit(Batch<T> batch, int start, int end)
    {
        context.Counters.Count(RowOutcome.Committed, end - start);
        if (batch.Stream is { } stream)
        {
            batch.TakeOfStream(start, end - start);
            stream.Commit(end - start);
            return;
        }

        for (var i = start; i < end; i++)
        {
            OutcomeRecorder<T>.Commit(batch.Take(i));
        }
    }

    /// <summary>Records a row that is not committed, or may not be.</summary>
    public async ValueTask FailAsync(Batch<T> batch, int index, RowOutcome outcome, DatabaseFailure failure, Exception? inner, bool isFinal = false)
    {
        if (batch.Stream is { } stream)
        {
            var place = batch.IndexOf(index);
            context.Counters.Count(outcome);
            batch.TakeOfStream(index, 1);
            stream.Fail(place, outcome, failure);
            await rows.ReportAsync(new FailedRow<T>(batch.Row(index), outcome, failure) { Index = place, Exception = inner }, stream, isTold: false).ConfigureAwait(false);
            return;
        }

        await rows.FailAsync(batch.Take(index), outcome, failure, inner, isFinal).ConfigureAwait(false);
    }

    /// <summary>Records the rest of a batch after an unexpected failure of this library, or of a listener: the outcome of its rows is unknown.</summary>
    public async ValueTask AbandonAsync(Batch<T> batch, Exception exception)
    {
        var failure = new DatabaseFailure(FailureKind.Unknown, null, exception.Message);
        Log.BatchFailed(context.Session.Logger, exception, context.Table);
        foreach (var operation in batch.TakeRest())
        {
            await rows.FailAsync(operation, RowOutcome.Unknown, failure, exception).ConfigureAwait(false);
        }

        for (var i = 0; batch.Open > 0; i++)
        {
            if (batch.IndexOf(i) >= 0)
            {
                await FailAsync(batch, i, RowOutcome.Unknown, failure, exception).ConfigureAwait(false);
            }
        }
    }
}
