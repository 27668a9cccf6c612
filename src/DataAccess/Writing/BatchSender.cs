using Polly;
using Polly.Retry;

namespace DataAccess;

/// <summary>Sends one batch until every row of it has its outcome.</summary>
internal sealed class BatchSender<T>
{
    private readonly Database _database;
    private readonly BatchInserter<T> _inserter;
    private readonly BatchingWriterOptions<T> _options;
    private readonly string _table;
    private readonly CancellationToken _abort;
    private readonly ResiliencePipeline<BatchResult> _retry;
    private readonly Stack<ArraySegment<RowOperation<T>>> _pending = new();

    public BatchSender(Database database, BatchInserter<T> inserter, TableName table, BatchingWriterOptions<T> options, CancellationToken abort)
    {
        _database = database;
        _inserter = inserter;
        _options = options;
        _table = table.ToString();
        _abort = abort;
        _retry = BuildRetry();
    }

    /// <summary>Called for each row when it has its outcome.</summary>
    public required Func<RowOperation<T>, RowOutcome, DatabaseFailure, Exception?, ValueTask> OnEnded { get; init; }

    /// <summary>Called for each batch that was committed.</summary>
    public required Action OnCommitted { get; init; }

    /// <summary>Called for each time a batch is sent again.</summary>
    public required Action OnRetry { get; init; }

    /// <summary>Sends the rows; returns a failure after which no batch can succeed, or null.</summary>
    public async ValueTask<DatabaseFailure?> SendAsync(ArraySegment<RowOperation<T>> batch)
    {
        _pending.Push(batch);
        DatabaseFailure? fatal = null;
        while (_pending.TryPop(out var rows))
        {
            if (fatal is { } reason)
            {
                await EndAllAsync(rows, RowOutcome.NotPersisted, reason, null).ConfigureAwait(false);
                continue;
            }

            var result = await SendWithRetriesAsync(rows).ConfigureAwait(false);
            await FollowAsync(rows, result).ConfigureAwait(false);
            if (result.Step == BatchStep.Stop)
            {
                fatal = result.Failure;
            }
        }

        return fatal;
    }

    private async ValueTask FollowAsync(ArraySegment<RowOperation<T>> rows, BatchResult result)
    {
        switch (result.Step)
        {
            case BatchStep.Ack:
                await AckAsync(rows, result.LeftOut).ConfigureAwait(false);
                break;
            case BatchStep.RejectRow:
                var index = rows.Count == 1 ? 0 : result.Failure.RowIndex!.Value;
                await OnEnded(rows[index], RowOutcome.Rejected, result.Failure, result.Exception).ConfigureAwait(false);
                PushWithout(rows, index);
                break;
            case BatchStep.Split:
                var half = rows.Count / 2;
                _pending.Push(rows[half..]);
                _pending.Push(rows[..half]);
                break;
            case BatchStep.Retry:
                await ExpireAsync(rows, result).ConfigureAwait(false);
                break;
            case BatchStep.Unknown:
                await EndAllAsync(rows, RowOutcome.Unknown, result.Failure, result.Exception).ConfigureAwait(false);
                break;
            default:
                await EndAllAsync(rows, RowOutcome.NotPersisted, result.Failure, result.Exception).ConfigureAwait(false);
                break;
        }
    }

    private async ValueTask<BatchResult> SendWithRetriesAsync(ArraySegment<RowOperation<T>> rows)
    {
        var context = ResilienceContextPool.Shared.Get(_abort);
        context.Properties.Set(OldestKey, Oldest(rows));
        context.Properties.Set(RowsKey, rows.Count);
        try
        {
            return await _retry.ExecuteAsync(
                static async (_, state) => await state.Sender.TryOnceAsync(state.Rows).ConfigureAwait(false),
                context,
                (Sender: this, Rows: rows)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            // Cancelled between two attempts: nothing of it is under way.
            return new BatchResult(BatchStep.GiveUp, WriterFailures.DrainTimedOut(_options.DrainTimeout), null, []);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async ValueTask<BatchResult> TryOnceAsync(ArraySegment<RowOperation<T>> operations)
    {
        var rows = new T[operations.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = operations[i].Row;
        }

        var attempt = new BatchAttempt<T>(rows);
        try
        {
            var lease = await _database.Connections.AcquireAsync(ConnectionRole.Writer, _abort).ConfigureAwait(false);
            await using (lease.ConfigureAwait(false))
            {
                await InsertAsync(lease, attempt).ConfigureAwait(false);
            }

            return new BatchResult(BatchStep.Ack, default, null, attempt.Rejected);
        }
        catch (Exception exception)
        {
            var failure = WriterFailures.Of(exception, _database.Provider);
            var step = BatchPolicy.AfterFailure(failure, attempt.IsCommitSent, rows.Length, _abort.IsCancellationRequested);
            return new BatchResult(step, failure, exception, []);
        }
    }

    private async ValueTask InsertAsync(ConnectionLease lease, BatchAttempt<T> attempt)
    {
        try
        {
            await lease.Physical.RunAsync(
                static async (connection, state, token) =>
                {
                    await state.Inserter.InsertAsync(new BatchConnection(connection), state.Attempt, token).ConfigureAwait(false);
                    return true;
                },
                (Inserter: _inserter, Attempt: attempt),
                _abort).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failure = _database.Provider.Classify(exception);
            if (!failure.ServerAnswered)
            {
                lease.Invalidate();
            }
            else if (failure.Kind == FailureKind.Cancelled)
            {
                // The reset also proves that a late cancel hits nobody else.
                lease.Physical.MarkDirty();
            }

            throw;
        }
    }

    private async ValueTask AckAsync(ArraySegment<RowOperation<T>> rows, IReadOnlyList<(int Index, DatabaseFailure Failure)> leftOut)
    {
        if (leftOut.Count < rows.Count)
        {
            OnCommitted();
        }

        var next = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (next < leftOut.Count && leftOut[next].Index == i)
            {
                await OnEnded(rows[i], RowOutcome.Rejected, leftOut[next++].Failure, null).ConfigureAwait(false);
            }
            else
            {
                await OnEnded(rows[i], RowOutcome.Committed, default, null).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Ends the rows whose time is up and sends the younger ones again.</summary>
    private async ValueTask ExpireAsync(ArraySegment<RowOperation<T>> rows, BatchResult result)
    {
        var failure = WriterFailures.Expired(_options.DeliveryTimeout, result.Failure);
        var kept = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            if (_database.Time.GetElapsedTime(rows[i].AdmittedAt) < _options.DeliveryTimeout)
            {
                rows[kept++] = rows[i];
            }
            else
            {
                await OnEnded(rows[i], RowOutcome.NotPersisted, failure, result.Exception).ConfigureAwait(false);
            }
        }

        if (kept > 0)
        {
            _pending.Push(rows[..kept]);
        }
    }

    private async ValueTask EndAllAsync(ArraySegment<RowOperation<T>> rows, RowOutcome outcome, DatabaseFailure failure, Exception? exception)
    {
        foreach (var row in rows)
        {
            await OnEnded(row, outcome, failure, exception).ConfigureAwait(false);
        }
    }

    private void PushWithout(ArraySegment<RowOperation<T>> rows, int index)
    {
        rows.AsSpan(index + 1).CopyTo(rows.AsSpan(index));
        if (rows.Count > 1)
        {
            _pending.Push(rows[..^1]);
        }
    }

    private static long Oldest(ArraySegment<RowOperation<T>> rows)
    {
        var oldest = long.MaxValue;
        foreach (var row in rows)
        {
            oldest = Math.Min(oldest, row.AdmittedAt);
        }

        return oldest;
    }

    private static readonly ResiliencePropertyKey<long> OldestKey = new("oldest");
    private static readonly ResiliencePropertyKey<int> RowsKey = new("rows");

    private ResiliencePipeline<BatchResult> BuildRetry()
        => new ResiliencePipelineBuilder<BatchResult> { TimeProvider = _database.Time }
            .AddRetry(new RetryStrategyOptions<BatchResult>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = _options.Retry.BaseDelay,
                MaxDelay = _options.Retry.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args =>
                {
                    var age = _database.Time.GetElapsedTime(args.Context.Properties.GetValue(OldestKey, 0L));
                    return new(args.Outcome.Exception is null && args.Outcome.Result.Step == BatchStep.Retry && age < _options.DeliveryTimeout);
                },
                OnRetry = args =>
                {
                    var failure = args.Outcome.Result.Failure;
                    Log.BatchRetried(
                        _database.Logger, _table, args.Context.Properties.GetValue(RowsKey, 0), failure.Kind, failure.Code, args.AttemptNumber + 1);
                    OnRetry();
                    return default;
                },
            })
            .Build();
}
