using DataAccess.Telemetry;

namespace DataAccess.Writing.Outcomes;

/// <summary>Gives each row its one outcome: counts it, releases the row's bytes, completes the waiting caller, and reports failures.</summary>
internal sealed class OutcomeRecorder<T>(WriterContext<T> context)
{
    private readonly DeadLetters<T>? _deadLetters = context.Options.DeadLetter is { } handler ? new DeadLetters<T>(context, handler) : null;

    /// <summary>Records a row that is committed.</summary>
    public static void Commit(RowOperation<T> operation)
    {
        var barrier = operation.Barrier;
        var progress = operation.Progress;
        progress?.Commit(1);
        Release(operation, null);
        barrier.Leave();
        progress?.Leave();
    }

    /// <summary>Records a row that is not committed, or may not be.</summary>
    public async ValueTask FailAsync(RowOperation<T> operation, RowOutcome outcome, DatabaseFailure failure, Exception? inner)
    {
        var row = operation.Row;
        var barrier = operation.Barrier;
        var progress = operation.Progress;
        context.Counters.Count(outcome);
        progress?.Fail(outcome, failure);
        Release(operation, RowWriteException.For(outcome, failure, inner));
        await ReportAsync(new FailedRow<T>(row, outcome, failure)).ConfigureAwait(false);

        // Last, so that a flush also waits for the dead-letter handler.
        barrier.Leave();
        progress?.Leave();
    }

    /// <summary>Passes a failed row to the log and to the dead-letter handler.</summary>
    public async ValueTask ReportAsync(FailedRow<T> failed)
    {
        if (failed.Outcome == RowOutcome.Unknown)
        {
            Log.RowUnknown(context.Session.Logger, context.Table, failed.Failure.Code);
        }
        else
        {
            Log.RowFailed(context.Session.Logger, context.Table, failed.Outcome, failed.Failure.Code);
        }

        if (_deadLetters is not null)
        {
            await _deadLetters.SendAsync(failed).ConfigureAwait(false);
        }
    }

    private static void Release(RowOperation<T> operation, Exception? failure)
    {
        operation.Release();

        // A caller that has its result may cause the operation to be reused immediately: nothing of it is read from here on.
        var isAwaited = operation.IsAwaited;
        operation.End(failure);
        if (!isAwaited)
        {
            operation.Recycle();
        }
    }
}
