using Polly;
using Polly.Retry;

namespace DataAccess;

/// <summary>Sends one batch until every row of it has its outcome. Its rows are sent in order, and in turn.</summary>
internal sealed class BatchSender<T>
{
    private const int RefusedBeforeSplit = 4;

    private static readonly ResiliencePropertyKey<BatchResult> FirstKey = new("first");
    private static readonly ResiliencePropertyKey<BatchPart> PartKey = new("part");

    private readonly WriterContext<T> _context;
    private readonly BatchTransport<T> _transport;
    private readonly OutcomeRecorder<T> _outcomes;
    private readonly ResiliencePipeline<BatchResult> _retry;
    private readonly Stack<BatchPart> _pending = new();

    // Parts in which rows are refused, put off until others have shown whether the batch has good rows.
    private readonly Stack<(BatchPart Part, BatchResult Result)> _putOff = new();
    private Batch<T> _batch = null!;
    private int _refused;
    private int _committedParts;

    public BatchSender(WriterContext<T> context, BatchTransport<T> transport, OutcomeRecorder<T> outcomes)
    {
        _context = context;
        _transport = transport;
        _outcomes = outcomes;
        _retry = BuildRetry();
    }

    public long PacketBytes => _transport.PacketBytes;

    /// <summary>Sends the rows; a failure after which no batch can succeed stops the writer.</summary>
    public async ValueTask SendAsync(Batch<T> batch)
    {
        _batch = batch;
        _refused = 0;
        _committedParts = 0;
        _pending.Push(new BatchPart(0, batch.Count));
        while (await TryTakeAsync().ConfigureAwait(false) is { } part)
        {
            if (_context.Stop.Failure is { } reason)
            {
                await EndAllAsync(part, RowOutcome.NotPersisted, reason, null).ConfigureAwait(false);
                continue;
            }

            await FollowAsync(part, await SendAsync(part).ConfigureAwait(false)).ConfigureAwait(false);
        }

        _batch = null!;
    }

    /// <summary>The next part to be sent, or null where all rows have their outcome.</summary>
    private async ValueTask<BatchPart?> TryTakeAsync()
    {
        while (true)
        {
            if (_pending.TryPop(out var part))
            {
                return part;
            }

            if (!_putOff.TryPop(out var later))
            {
                return null;
            }

            if (IsWorthSearching)
            {
                Halve(later.Part);
            }
            else
            {
                await EndSearchAsync(later.Part, later.Result).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask PutOffAsync(BatchPart part, BatchResult result)
    {
        if (_context.Options.PartitionBy is null)
        {
            _putOff.Push((part, result));
            return;
        }

        // Rows of one partition keep their order, so that none can wait.
        await EndSearchAsync(part, result).ConfigureAwait(false);
    }

    private ValueTask EndSearchAsync(BatchPart part, BatchResult result)
        => EndAllAsync(part, RowOutcome.NotPersisted, WriterFailures.NotSearched(_refused, result.Failure), result.Exception);

    private async ValueTask FollowAsync(BatchPart part, BatchResult result)
    {
        if (result is { Exception: RowValueException, Failure.Kind: FailureKind.Rejected } && await TryRejectUnreadableAsync(part).ConfigureAwait(false))
        {
            return;
        }

        switch (result.Step)
        {
            case BatchStep.Ack:
                await AckAsync(part, result.LeftOut).ConfigureAwait(false);
                break;
            case BatchStep.RejectRow:
                _refused++;
                var index = part.Count == 1 ? 0 : result.Failure.RowIndex!.Value;
                await _outcomes.FailAsync(_batch, part.Start + index, RowOutcome.Rejected, result.Failure, result.Exception).ConfigureAwait(false);
                if (!result.IsBounded || IsWorthSearching)
                {
                    PushOthers(part, index);
                    break;
                }

                await PutOffAsync(part.After(index), result).ConfigureAwait(false);
                Push(part.Before(index));
                break;
            case BatchStep.Split when result.IsBounded && !IsWorthSearching:
                await PutOffAsync(part, result).ConfigureAwait(false);
                break;
            case BatchStep.Split:
                Halve(part);
                break;
            case BatchStep.Retry:
                await ExpireAsync(part, result).ConfigureAwait(false);
                break;
            case BatchStep.Unknown:
                await EndAllAsync(part, RowOutcome.Unknown, result.Failure, result.Exception).ConfigureAwait(false);
                break;
            case BatchStep.Stop:
                Stop(result.Failure);
                await EndAllAsync(part, RowOutcome.NotPersisted, result.Failure, result.Exception).ConfigureAwait(false);
                break;
            default:
                await EndAllAsync(part, RowOutcome.NotPersisted, result.Failure, result.Exception).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>
    /// Rejects all rows whose values cannot be read, and sends the others again; false where they can be read now, and each
    /// half has to show which it was.
    /// </summary>
    private async ValueTask<bool> TryRejectUnreadableAsync(BatchPart part)
    {
        var kept = 0;
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            if (_context.Map.FindUnreadable(_batch.Row(i)) is { } unreadable)
            {
                await _outcomes.FailAsync(_batch, i, RowOutcome.Rejected, WriterFailures.Unreadable(unreadable), unreadable).ConfigureAwait(false);
            }
            else
            {
                _batch.Move(i, part.Start + kept++);
            }
        }

        if (kept == part.Count)
        {
            return false;
        }

        Push(part with { Count = kept });
        return true;
    }

    /// <summary>
    /// Sends the other rows again: together, as long as few are refused. Where many are, on either side, as those before a
    /// named row were in order so far, and each attempt is then shorter than the one before.
    /// </summary>
    private void PushOthers(BatchPart part, int index)
    {
        if (_refused > RefusedBeforeSplit)
        {
            Push(part.After(index));
            Push(part.Before(index));
            return;
        }

        for (var i = part.Start + index + 1; i < part.Start + part.Count; i++)
        {
            _batch.Move(i, i - 1);
        }

        Push(part with { Count = part.Count - 1 });
    }

    private void Halve(BatchPart part)
    {
        var half = part.Count / 2;
        Push(new BatchPart(part.Start + half, part.Count - half));
        Push(new BatchPart(part.Start, half));
    }

    private void Push(BatchPart part)
    {
        if (part.Count > 0)
        {
            _pending.Push(part);
        }
    }

    private async ValueTask<BatchResult> SendAsync(BatchPart part)
    {
        var first = await TryAsync(part).ConfigureAwait(false);
        if (first.Step != BatchStep.Retry || IsExpired(part))
        {
            return first;
        }

        var context = ResilienceContextPool.Shared.Get(_context.Abort);
        context.Properties.Set(FirstKey, first);
        context.Properties.Set(PartKey, part);
        try
        {
            return await _retry.ExecuteAsync(
                static async (context, state) => await state.Sender.NextAsync(context, state.Part).ConfigureAwait(false),
                context,
                (Sender: this, Part: part)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_context.Abort.IsCancellationRequested)
        {
            // Cancelled between two attempts: nothing of it is under way.
            return new BatchResult(BatchStep.GiveUp, WriterFailures.DrainTimedOut(_context.Options.DrainTimeout), null, []);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The first time around the attempt that was made already, so that an ordinary batch never enters the pipeline.</summary>
    private async ValueTask<BatchResult> NextAsync(ResilienceContext context, BatchPart part)
    {
        var first = context.Properties.GetValue(FirstKey, default);
        if (first.Step == BatchStep.Retry)
        {
            context.Properties.Set(FirstKey, default);
            return first;
        }

        return await TryAsync(part).ConfigureAwait(false);
    }

    private ValueTask<BatchResult> TryAsync(BatchPart part)
        => Telemetry.Activities.HasListeners()
            ? BatchSpan.TraceAsync(_context, _batch, part, () => _transport.TryAsync(_batch.Rows(part.Start, part.Count), Oldest(part)))
            : _transport.TryAsync(_batch.Rows(part.Start, part.Count), Oldest(part));

    private async ValueTask AckAsync(BatchPart part, IReadOnlyList<(int Index, DatabaseFailure Failure)> leftOut)
    {
        if (leftOut.Count < part.Count)
        {
            _committedParts++;
            _context.Counters.CountBatch();
            _batch.Stream?.CountBatch();
        }

        var next = part.Start;
        foreach (var (index, failure) in leftOut)
        {
            _outcomes.Commit(_batch, next, part.Start + index);
            await _outcomes.FailAsync(_batch, part.Start + index, RowOutcome.Rejected, failure, null).ConfigureAwait(false);
            next = part.Start + index + 1;
        }

        _outcomes.Commit(_batch, next, part.Start + part.Count);
    }

    /// <summary>Ends the rows whose time is up and sends the younger ones again.</summary>
    private async ValueTask ExpireAsync(BatchPart part, BatchResult result)
    {
        var failure = WriterFailures.Expired(_context.Options.DeliveryTimeout, result.Failure);
        var kept = 0;
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            if (_context.IsExpired(_batch.AdmittedAt(i)))
            {
                await _outcomes.FailAsync(_batch, i, RowOutcome.NotPersisted, failure, result.Exception).ConfigureAwait(false);
            }
            else
            {
                _batch.Move(i, part.Start + kept++);
            }
        }

        Push(part with { Count = kept });
    }

    private async ValueTask EndAllAsync(BatchPart part, RowOutcome outcome, DatabaseFailure failure, Exception? exception)
    {
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            await _outcomes.FailAsync(_batch, i, outcome, failure, exception).ConfigureAwait(false);
        }
    }

    private void Stop(in DatabaseFailure failure)
    {
        if (_context.Stop.TrySet(failure))
        {
            Log.WriterStopped(_context.Database.Logger, _context.Table, failure.Message);
        }
    }

    private long Oldest(BatchPart part)
    {
        var oldest = long.MaxValue;
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            oldest = Math.Min(oldest, _batch.AdmittedAt(i));
        }

        return oldest;
    }

    private bool IsWorthSearching => BatchPolicy.IsWorthSearching(_refused, _committedParts);

    private bool IsExpired(BatchPart part) => _context.IsExpired(Oldest(part));

    private void OnRetry(BatchPart part, in DatabaseFailure failure, int attempt)
    {
        Log.BatchRetried(_context.Database.Logger, _context.Table, part.Count, failure.Kind, failure.Code, attempt);
        _context.Counters.CountRetry();
        _context.Metrics.Retried(failure.Kind);
        if (failure.Kind != FailureKind.RolledBack)
        {
            return;
        }

        // Two batches that take their locks in one order do not deadlock. Rows of one partition keep the order they came in.
        _context.Lanes.OnSetback();
        if (_context.Options.PartitionBy is null && _context.Map.Key?.Order is { } order)
        {
            TrySort(part, order);
        }
    }

    private void TrySort(BatchPart part, Comparison<T> order)
    {
        try
        {
            _batch.Sort(part.Start, part.Count, order);
        }
        catch (Exception)
        {
            // A key cannot be read. The rows are as they were, and whichever it is is refused when it is sent.
        }
    }

    private ResiliencePipeline<BatchResult> BuildRetry()
        => new ResiliencePipelineBuilder<BatchResult> { TimeProvider = _context.Database.Time }
            .AddRetry(new RetryStrategyOptions<BatchResult>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = _context.Options.Retry.BaseDelay,
                MaxDelay = _context.Options.Retry.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => new(
                    args.Outcome.Exception is null
                    && args.Outcome.Result.Step == BatchStep.Retry
                    && !IsExpired(args.Context.Properties.GetValue(PartKey, default))),
                OnRetry = args =>
                {
                    OnRetry(args.Context.Properties.GetValue(PartKey, default), args.Outcome.Result.Failure, args.AttemptNumber + 1);
                    return default;
                },
            })
            .Build();
}
