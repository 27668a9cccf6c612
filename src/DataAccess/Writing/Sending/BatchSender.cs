using System.Runtime.CompilerServices;
using DataAccess.Failures;
using DataAccess.Telemetry;
using DataAccess.Writing.Batching;
using DataAccess.Writing.Outcomes;

namespace DataAccess.Writing.Sending;

/// <summary>Sends one batch until each of its rows has its outcome. The rows are sent in order, one part at a time.</summary>
internal sealed class BatchSender<T>
{
    private const int RejectedBeforeSplit = 4;

    private readonly WriterContext<T> _context;
    private readonly BatchTransport<T> _transport;
    private readonly BatchOutcomes<T> _outcomes;
    private readonly PartSender<T> _parts;
    private readonly RowOrder<T> _order;
    private readonly Stack<BatchPart> _pending = new();

    // Parts with rejected rows, deferred until other parts have shown whether the batch has valid rows.
    private readonly Stack<(BatchPart Part, BatchResult Result)> _putOff = new();

    // Rows for which the server repeatedly answers that it is busy, while it may accept the others.
    private readonly Queue<BatchPart> _later = new();
    private Batch<T> _batch = null!;
    private int _rejected;
    private int _committedParts;

    public BatchSender(WriterContext<T> context, InFlightSlots slots, BatchTransport<T> transport, BatchOutcomes<T> outcomes)
    {
        _context = context;
        _transport = transport;
        _outcomes = outcomes;
        _parts = new PartSender<T>(context, slots, transport);
        _order = new RowOrder<T>(context);
    }

    public long StatementLimit => _transport.StatementLimit;

    /// <summary>Sends the rows; a failure after which no batch can succeed stops the writer.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(Batch<T> batch)
    {
        _batch = batch;
        _rejected = 0;
        _committedParts = 0;
        _parts.Begin();
        _order.Begin();
        _pending.Push(new BatchPart(0, batch.Count));
        while (await TryTakeAsync().ConfigureAwait(false) is { } part)
        {
            if (_context.Stop.Failure is { } reason)
            {
                await EndAllAsync(part, RowOutcome.NotPersisted, reason, null).ConfigureAwait(false);
                continue;
            }

            var othersWait = OthersWait;
            var mayPass = othersWait && part.Count == 1 && MayPass(part);
            await FollowAsync(part, await _parts.SendAsync(batch, part, othersWait, mayPass).ConfigureAwait(false)).ConfigureAwait(false);
        }

        _batch = null!;
    }

    /// <summary>The next part to be sent, or null if all rows have their outcome.</summary>
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
                return _later.TryDequeue(out var row) ? row : null;
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
        if (MayPass(part))
        {
            _putOff.Push((part, result));
            return;
        }

        // Rows that keep their order cannot be deferred.
        await EndSearchAsync(part, result).ConfigureAwait(false);
    }

    private ValueTask EndSearchAsync(BatchPart part, BatchResult result)
        => EndAllAsync(part, RowOutcome.NotPersisted, WriterFailures.NotSearched(_rejected, result.Failure), result.Exception);

    private async ValueTask FollowAsync(BatchPart part, BatchResult result)
    {
        if (result is { Exception: RowValueException, Failure.Kind: FailureKind.Rejected } && await TryRejectUnreadableAsync(part).ConfigureAwait(false))
        {
            return;
        }

        switch (result.Step)
        {
            case BatchStep.Ack:
                await AckAsync(part, result.LeftOut, result.Answers).ConfigureAwait(false);
                break;
            case BatchStep.LeaveOut:
                await LeaveOutAsync(part, result).ConfigureAwait(false);
                break;
            case BatchStep.RejectRow:
                _rejected++;
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
                await RetryLaterAsync(part, result).ConfigureAwait(false);
                break;
            case BatchStep.Unknown:
                await EndAllAsync(part, RowOutcome.Unknown, result.Failure, result.Exception, isFinal: result.IsAnswered).ConfigureAwait(false);
                break;
            case BatchStep.Stop:
                Stop(result.Failure);
                await EndAllAsync(part, RowOutcome.NotPersisted, result.Failure, result.Exception).ConfigureAwait(false);
                break;
            default:
                await EndAllAsync(part, RowOutcome.NotPersisted, WriterFailures.GivenUp(_context.DrainLimit, result.Failure), result.Exception).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>
    /// Rejects all rows whose values cannot be read, and sends the others again; false if all can be read now, and each
    /// half must show which row it was.
    /// </summary>
    private async ValueTask<bool> TryRejectUnreadableAsync(BatchPart part)
    {
        var kept = 0;
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            if (_context.Map.FindUnreadable(_batch.Row(i)) is { } unreadable)
            {
                await _outcomes.FailAsync(_batch, i, RowOutcome.Rejected, unreadable.ToFailure(), unreadable).ConfigureAwait(false);
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
    /// Sends the other rows again: together, as long as few are rejected. If many are, those on either side separately, because the rows before a
    /// named row were accepted so far, and each attempt is then shorter than the one before.
    /// </summary>
    private void PushOthers(BatchPart part, int index)
    {
        if (_rejected > RejectedBeforeSplit)
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

    private async ValueTask AckAsync(BatchPart part, IReadOnlyList<(int Index, DatabaseFailure Failure)> leftOut, IReadOnlyList<object>? answers)
    {
        if (leftOut.Count < part.Count)
        {
            _committedParts++;
            _context.Counters.CountBatch();
            _batch.Stream?.CountBatch();
        }

        for (var i = 0; answers is not null && i < part.Count; i++)
        {
            _batch.SetAnswer(part.Start + i, answers[i]);
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

    /// <summary>Rejects the rows that the inserter left out of a batch that was rolled back for them, and sends the others again.</summary>
    private async ValueTask LeaveOutAsync(BatchPart part, BatchResult result)
    {
        var (kept, next) = (0, 0);
        for (var i = 0; i < part.Count; i++)
        {
            if (next < result.LeftOut.Count && result.LeftOut[next].Index == i)
            {
                await _outcomes.FailAsync(_batch, part.Start + i, RowOutcome.Rejected, result.LeftOut[next++].Failure, null).ConfigureAwait(false);
            }
            else
            {
                _batch.Move(part.Start + i, part.Start + kept++);
            }
        }

        Push(part with { Count = kept });
    }

    /// <summary>
    /// The next step after retries that ended without success: the rows' time is up, or the answer was the same each time, and it may
    /// be caused by a single row.
    /// </summary>
    private async ValueTask RetryLaterAsync(BatchPart part, BatchResult result)
    {
        if (_parts.IsExpired(_batch, part))
        {
            await ExpireAsync(part, result).ConfigureAwait(false);
        }
        else if (part.Count > 1)
        {
            Halve(part);
        }
        else if (MayPass(part))
        {
            _later.Enqueue(part);
        }
        else if (_batch.IsSpooled)
        {
            Push(part);
        }
        else
        {
            // Rows that come after it wait, and have no more time left than it has.
            await EndAllAsync(part, RowOutcome.NotPersisted, WriterFailures.KeptFailing(result.Failure), result.Exception).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the rows whose time is up and sends the younger ones again.</summary>
    private async ValueTask ExpireAsync(BatchPart part, BatchResult result)
    {
        var failure = WriterFailures.Expired(_context.Options.DeliveryTimeout, result.Failure);
        var kept = 0;
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            if (_context.IsExpired(_batch.TimedFrom(i)))
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

    /// <param name="part">The rows.</param>
    /// <param name="outcome">Their outcome.</param>
    /// <param name="failure">Why.</param>
    /// <param name="exception">What was thrown.</param>
    /// <param name="isFinal">Whether rows of the spool end too, whatever the outcome: nothing more can be known of them.</param>
    private async ValueTask EndAllAsync(BatchPart part, RowOutcome outcome, DatabaseFailure failure, Exception? exception, bool isFinal = false)
    {
        for (var i = part.Start; i < part.Start + part.Count; i++)
        {
            await _outcomes.FailAsync(_batch, i, outcome, failure, exception, isFinal).ConfigureAwait(false);
        }
    }

    private void Stop(in DatabaseFailure failure)
    {
        if (_context.Stop.TrySet(failure))
        {
            Log.WriterStopped(_context.Session.Logger, _context.Table, failure.Message);
        }
    }

    /// <summary>Whether the rows that wait may be sent before a part.</summary>
    private bool MayPass(BatchPart part)
        => _order.IsFree(_batch, [part, .. _pending, .. _putOff.Select(static later => later.Part), .. _later]);

    private bool IsWorthSearching => _batch.IsSpooled || FailurePolicy.IsWorthSearching(_rejected, _committedParts);

    /// <summary>Whether other rows of the batch wait for the part that is being sent.</summary>
    private bool OthersWait => _pending.Count + _putOff.Count + _later.Count > 0;
}
