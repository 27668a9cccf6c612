namespace DataAccess;

/// <summary>Gives rows their one outcome: counts it, returns their credits, tells whoever waits, reports what failed.</summary>
internal sealed class OutcomeRecorder<T>(WriterContext<T> context, OperationPool<T> spare)
{
    private readonly DeadLetters<T>? _deadLetters = context.Options.DeadLetter is { } handler ? new DeadLetters<T>(context, handler) : null;

    /// <summary>Rows of a batch that are committed, from the first to the one before <paramref name="end"/>.</summary>
    public void Commit(Batch<T> batch, int start, int end)
    {
        context.Counters.Count(RowOutcome.Committed, end - start);
        if (batch.Stream is { } stream)
        {
            batch.TakeOfStream(end - start);
            stream.Commit(end - start);
            return;
        }

        for (var i = start; i < end; i++)
        {
            var operation = batch.Take(i);
            operation.Tally?.Commit(1);
            End(operation, null);
        }
    }

    /// <summary>A row that is not committed, or may not be.</summary>
    public async ValueTask FailAsync(Batch<T> batch, int index, RowOutcome outcome, DatabaseFailure failure, Exception? inner)
    {
        if (batch.Stream is { } stream)
        {
            context.Counters.Count(outcome);
            batch.TakeOfStream(1);
            stream.Fail(outcome, failure);
            await ReportAsync(new FailedRow<T>(batch.Row(index), outcome, failure)).ConfigureAwait(false);
            return;
        }

        await FailAsync(batch.Take(index), outcome, failure, inner).ConfigureAwait(false);
    }

    public async ValueTask FailAsync(RowOperation<T> operation, RowOutcome outcome, DatabaseFailure failure, Exception? inner)
    {
        var row = operation.Row;
        var epoch = operation.Epoch;
        var tally = operation.Tally;
        context.Counters.Count(outcome);
        tally?.Fail(outcome, failure);
        Release(operation, RowWriteException.For(outcome, failure, inner));
        await ReportAsync(new FailedRow<T>(row, outcome, failure)).ConfigureAwait(false);

        // Last, so that a flush also covers what the dead-letter handler did.
        epoch.Leave();
        tally?.Leave();
    }

    /// <summary>What is left of a batch that this library, or what listens to it, has failed on: nobody knows how it stands.</summary>
    public async ValueTask AbandonAsync(Batch<T> batch, Exception exception)
    {
        var failure = new DatabaseFailure(FailureKind.Unknown, null, exception.Message);
        Log.BatchFailed(context.Database.Logger, exception, context.Table);
        foreach (var operation in batch.TakeRest())
        {
            await FailAsync(operation, RowOutcome.Unknown, failure, exception).ConfigureAwait(false);
        }

        context.Counters.Count(RowOutcome.Unknown, batch.Open);
        for (; batch.Open > 0; batch.TakeOfStream(1))
        {
            batch.Stream!.Fail(RowOutcome.Unknown, failure);
        }
    }

    /// <summary>Hands a failed row to the log and to the dead-letter handler.</summary>
    public async ValueTask ReportAsync(FailedRow<T> failed)
    {
        if (failed.Outcome == RowOutcome.Unknown)
        {
            Log.RowUnknown(context.Database.Logger, context.Table, failed.Failure.Code);
        }
        else
        {
            Log.RowFailed(context.Database.Logger, context.Table, failed.Outcome, failed.Failure.Code);
        }

        if (_deadLetters is not null)
        {
            await _deadLetters.SendAsync(failed).ConfigureAwait(false);
        }
    }

    private void End(RowOperation<T> operation, Exception? failure)
    {
        var epoch = operation.Epoch;
        var tally = operation.Tally;
        Release(operation, failure);
        epoch.Leave();
        tally?.Leave();
    }

    private void Release(RowOperation<T> operation, Exception? failure)
    {
        context.Credits.Release(operation.Bytes);

        // A caller who has his answer may reuse the operation at once: nothing of it is read from here on.
        var isAwaited = operation.IsAwaited;
        operation.End(failure);
        if (!isAwaited)
        {
            operation.Clear();
            spare.Return(operation);
        }
    }
}
