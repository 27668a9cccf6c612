using DataAccess.Failures;
using DataAccess.Telemetry;

namespace DataAccess.Writing.Outcomes;

/// <summary>Gives each row its one outcome: counts it, releases the row's bytes, completes the waiting caller, and reports failures.</summary>
internal sealed class OutcomeRecorder<T>(WriterContext<T> context)
{
    private readonly FailureHandler<T>? _deadLetters = context.Options.DeadLetter is { } handler ? new FailureHandler<T>(context, handler) : null;

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
    /// <param name="operation">The row.</param>
    /// <param name="outcome">Its outcome.</param>
    /// <param name="failure">Why.</param>
    /// <param name="inner">What was thrown.</param>
    /// <param name="isFinal">Whether a row of the spool ends even if it was not rejected; otherwise it then stays there.</param>
    public async ValueTask FailAsync(RowOperation<T> operation, RowOutcome outcome, DatabaseFailure failure, Exception? inner, bool isFinal = false)
    {
        var row = operation.Row;
        var barrier = operation.Barrier;
        var progress = operation.Progress;
        var spooled = operation.Spooled;
        if (spooled != 0 && outcome != RowOutcome.Rejected && !isFinal)
        {
            Keep(operation);
            return;
        }

        context.Counters.Count(outcome);
        var failed = new FailedRow<T>(row, outcome, failure) { Change = operation.Change, Index = progress is null ? null : operation.Index, Exception = inner };
        progress?.Fail(operation.Index, outcome, failure);
        var isTold = Release(operation, RowWriteException.For(outcome, failure, inner));
        if (spooled != 0)
        {
            await RejectSpooledAsync(failed, spooled).ConfigureAwait(false);
        }
        else
        {
            await ReportAsync(failed, progress, isTold).ConfigureAwait(false);
        }

        // Last, so that a flush also waits for the dead-letter handler.
        barrier.Leave();
        progress?.Leave();
    }

    /// <summary>
    /// Passes a failed row to the log, and, unless its caller is told by an exception, to the handler of its stream, or else to the dead-letter handler.
    /// </summary>
    /// <returns>The exception of the dead-letter handler, or of the wait for it; null if nobody is left to be told.</returns>
    public async ValueTask<Exception?> ReportAsync(FailedRow<T> failed, StreamProgress<T>? progress, bool isTold)
    {
        if (failed.Outcome == RowOutcome.Unknown)
        {
            Log.RowUnknown(context.Session.Logger, context.Table, failed.Failure.Code);
        }
        else
        {
            Log.RowFailed(context.Session.Logger, context.Table, failed.Outcome, failed.Failure.Code);
        }

        if (isTold || (progress is not null && await progress.Failures.TryTellAsync(failed).ConfigureAwait(false)) || _deadLetters is null)
        {
            return null;
        }

        if (await _deadLetters.SendAsync(failed).ConfigureAwait(false) is { } exception)
        {
            Log.DeadLetterFailed(context.Session.Logger, exception, context.Table);
            return exception;
        }

        return null;
    }

    /// <summary>
    /// Reports a rejected row of the spool, and only then ends it there: if the process dies between the two it is rejected and reported again.
    /// If the handler failed, the row is set aside in a file; if it had no time, because the writer was closed, the row stays for the next start.
    /// </summary>
    public async ValueTask RejectSpooledAsync(FailedRow<T> failed, long spooled)
    {
        var failure = await ReportAsync(failed, null, isTold: false).ConfigureAwait(false);
        if (failure is OperationCanceledException && context.Late.IsCancellationRequested)
        {
            return;
        }

        try
        {
            context.Spool!.EndRejected(spooled, failed, isTold: failure is null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or RowValueException)
        {
            // It stays in the spool, and is rejected again at the next start.
            Log.SpoolNotWritten(context.Session.Logger, exception.Message, isFreed: false);
        }
    }

    /// <summary>Lets a row of the spool that is not known to be written stay there, for the next start.</summary>
    private void Keep(RowOperation<T> operation)
    {
        var barrier = operation.Barrier;
        context.Counters.CountKept();
        Release(operation, null);
        barrier.Leave();
    }

    /// <summary>Completes the caller's wait, if there is one; returns whether a caller was told.</summary>
    private static bool Release(RowOperation<T> operation, Exception? failure)
    {
        operation.Release();

        // A caller that has its result may cause the operation to be reused immediately: nothing of it is read from here on.
        var isAwaited = operation.IsAwaited;
        var isTold = operation.End(failure);
        if (!isAwaited)
        {
            operation.Recycle();
        }

        return isTold;
    }
}
