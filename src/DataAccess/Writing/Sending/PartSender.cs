using System.Runtime.CompilerServices;
using DataAccess.Failures;
using DataAccess.Telemetry;
using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;
using Polly;
using Polly.Retry;

namespace DataAccess.Writing.Sending;

/// <summary>Sends a part of a batch, and retries it while that is useful.</summary>
internal sealed class PartSender<T>
{
    private static readonly ResiliencePropertyKey<RetriedPart<T>> StateKey = new("part");

    private readonly WriterContext<T> _context;
    private readonly InFlightSlots _slots;
    private readonly BatchTransport<T> _transport;
    private readonly ResiliencePipeline<BatchResult> _retry;
    private long _batchesBefore;

    public PartSender(WriterContext<T> context, InFlightSlots slots, BatchTransport<T> transport)
    {
        _slots = slots;
        _context = context;
        _transport = transport;
        _retry = BuildRetry();
    }

    private TimeProvider Time => _context.Session.Time;

    /// <summary>Whether a batch of this writer, or a part of one, was committed since this batch was begun.</summary>
    private bool OthersAreTaken => _context.Counters.Batches > _batchesBefore;

    /// <summary>Starts another batch: the next part is the whole of it.</summary>
    public void Begin() => _batchesBefore = _context.Counters.Batches;

    /// <summary>
    /// Sends the rows until the next step is not a retry. If a retry is returned, the oldest row's time is up, or
    /// the server has given the same answer too often for it to be credible for all the rows.
    /// </summary>
    /// <param name="batch">The batch.</param>
    /// <param name="part">The part of it.</param>
    /// <param name="othersWait">Whether other rows of the batch wait for it.</param>
    /// <param name="mayPass">Whether those may be sent before it, if it is a single row.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<BatchResult> SendAsync(Batch<T> batch, BatchPart part, bool othersWait, bool mayPass)
    {
        var startedAt = Time.GetTimestamp();
        var first = await TryAsync(batch, part).ConfigureAwait(false);
        if (first.Step != BatchStep.Retry || IsExpired(batch, part))
        {
            return first;
        }

        var state = new RetriedPart<T>(batch, part, othersWait, mayPass, startedAt, first);
        var context = ResilienceContextPool.Shared.Get(_context.Abort);
        context.Properties.Set(StateKey, state);
        try
        {
            return await _retry.ExecuteAsync(
                static async (_, s) => s.State.TakeFirst() ?? s.State.Count(await s.Sender.TryAsync(s.State.Batch, s.State.Part).ConfigureAwait(false)),
                context,
                (Sender: this, State: state)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_context.Abort.IsCancellationRequested)
        {
            // Cancelled between two attempts: nothing is in progress.
            return new BatchResult(BatchStep.GiveUp, WriterFailures.DrainTimedOut(_context.DrainLimit), null, []);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public bool IsExpired(Batch<T> batch, BatchPart part) => _context.IsExpired(Oldest(batch, part));

    private ValueTask<BatchResult> TryAsync(Batch<T> batch, BatchPart part)
        => Instruments.Activities.HasListeners()
            ? BatchSpan.TraceAsync(_context, batch, part, TryUntracedAsync)
            : TryUntracedAsync(batch, part);

    private ValueTask<BatchResult> TryUntracedAsync(Batch<T> batch, BatchPart part)
        => _transport.TryAsync(batch.Rows(part.Start, part.Count), batch.Changes(part.Start, part.Count), batch.Spooled(part.Start, part.Count), Oldest(batch, part), IsSearch(batch, part));

    /// <summary>Whether a part is sent to find a single row, for which another connection would not help.</summary>
    private bool IsSearch(Batch<T> batch, BatchPart part) => part.Count > 1 && part.Count < batch.Count && OthersAreTaken;

    private static long Oldest(Batch<T> batch, BatchPart part)
    {
        var oldest = long.MaxValue;
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            oldest = Math.Min(oldest, batch.TimedFrom(i));
        }

        return oldest;
    }

    /// <summary>Whether the same answer came so often that the part should be sent in another way.</summary>
    private bool IsLeft(RetriedPart<T> state)
        => FailurePolicy.MayBeCausedByOneRow(state.SameAnswers, state.Part.Count, state.Batch.Count, OthersAreTaken)
            && (state.Part.Count > 1 || (state.OthersWait && (state.MayPass || HasHadItsTime(state))));

    /// <summary>
    /// Whether a row for which others must wait has used half of its time, while the database accepted rows of
    /// this writer.
    /// </summary>
    private bool HasHadItsTime(RetriedPart<T> state)
    {
        if (state.Batch.IsSpooled)
        {
            return false;
        }

        var admittedAt = Oldest(state.Batch, state.Part);
        var left = _context.Options.DeliveryTimeout - Time.GetElapsedTime(admittedAt, state.StartedAt);
        return OthersAreTaken && Time.GetElapsedTime(state.StartedAt) >= left / 2;
    }

    private void OnRetry(RetriedPart<T> state, in DatabaseFailure failure, int attempt)
    {
        Log.BatchRetried(_context.Session.Logger, _context.Table, state.Part.Count, failure.Kind, failure.Code, attempt);
        _context.Counters.CountRetry();
        _context.Metrics.Retried(failure.Kind);
        if (failure.Kind != FailureKind.RolledBack)
        {
            return;
        }

        // Two batches that take their locks in the same order do not deadlock. Rows of one partition keep the order in which they were written.
        _slots.OnSetback();
        // Among keys that only the database considers equal, the last must stay the last.
        if (_context.Options.PartitionBy is null
            && !state.Batch.HasChanges
            && _context.Map.KeyOrder is { } order
            && (_context.Options.OnConflict == ConflictAction.Error || _context.Map.MayKeyBeExact))
        {
            TrySort(state.Batch, state.Part, order);
        }
    }

    private static void TrySort(Batch<T> batch, BatchPart part, Comparison<T> order)
    {
        try
        {
            batch.Sort(part.Start, part.Count, order);
        }
        catch (Exception)
        {
            // A key cannot be read. The rows are unchanged, and the one with that key is rejected when it is sent.
        }
    }

    private ResiliencePipeline<BatchResult> BuildRetry()
    {
        var strategy = new RetryStrategyOptions<BatchResult>
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = args => new(
                args.Outcome is { Exception: null, Result.Step: BatchStep.Retry }
                && args.Context.Properties.GetValue(StateKey, null!) is var state
                && !IsExpired(state.Batch, state.Part)
                && !IsLeft(state)),
            OnRetry = args =>
            {
                OnRetry(args.Context.Properties.GetValue(StateKey, null!), args.Outcome.Result.Failure, args.AttemptNumber + 1);
                return default;
            },
        };
        RetryBackoff.Set(strategy, _context.Options.Retry);
        return new ResiliencePipelineBuilder<BatchResult> { TimeProvider = Time }.AddRetry(strategy).Build();
    }
}
