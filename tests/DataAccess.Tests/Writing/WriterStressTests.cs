using Xunit;

namespace DataAccess.Tests;

/// <summary>Many callers over the very shape of channel and gate that the writer has, with random cancels and faults.</summary>
public sealed class WriterStressTests
{
    private const int Callers = 32;
    private const int RowsEach = 4_000;

    private int _stored;
    private int _cancelled;

    [Fact]
    public async Task Every_admitted_row_has_one_outcome_and_it_is_the_true_one()
    {
        var rig = new WriterRig(
            static o =>
            {
                o.MaxBatchRows = 64;
                o.MaxBatchBytes = 4_000;
                o.QueueBytes = 4_000;
                o.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
                o.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
            },
            TimeProvider.System);
        var random = new Random(Seed.Value);
        rig.Inserter.Otherwise = (batch, ct) => MisbehaveAsync(batch, random, ct);
        var answers = new RowOutcome?[Callers * RowsEach];

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(() => WriteAsync(rig, i, answers))));
        await rig.FlushAsync();

        var now = rig.Now;
        Check(answers, rig.Inserter, now);
        Assert.True(now is { Queued: 0, QueuedBytes: 0, Unknown: > 0, Rejected: > 0, Retries: > 0 } && _cancelled > 0, $"{now} {Seed.Replay}");
        await rig.DisposeAsync();
    }

    private void Check(RowOutcome?[] answers, FakeBatchInserter inserter, WriterStatistics now)
    {
        var stored = inserter.Stored.ToHashSet();
        Assert.True(inserter.MostCopies == 1, $"A row was stored twice. {Seed.Replay}");
        for (var id = 0; id < answers.Length; id++)
        {
            var isTrue = answers[id] switch
            {
                RowOutcome.Committed => stored.Contains(id),
                RowOutcome.Rejected or RowOutcome.NotPersisted => !stored.Contains(id),
                _ => true,
            };
            Assert.True(isTrue, $"Row {id} was told {answers[id]}. {Seed.Replay}");
        }

        Assert.InRange(now.Admitted, answers.Length - _cancelled, answers.Length);
        Assert.Equal(now.Admitted, now.Committed + now.Rejected + now.NotPersisted + now.Unknown);
        Assert.Equal(_stored, stored.Count);
        Assert.InRange(stored.Count, now.Committed, now.Committed + now.Unknown);
    }

    private async Task WriteAsync(WriterRig rig, int caller, RowOutcome?[] answers)
    {
        var random = new Random(Seed.Value + caller + 1);
        for (var i = 0; i < RowsEach; i++)
        {
            var id = (caller * RowsEach) + i;
            using var cancel = random.Next(10) == 0 ? new CancellationTokenSource() : null;
            if (random.Next(5) == 0)
            {
                await rig.Writer.EnqueueAsync(new Row(id, random.Next(50)));
                continue;
            }

            var pending = rig.Writer.WriteAsync(new Row(id, random.Next(50)), cancel?.Token ?? default).AsTask();
            _ = cancel is null ? null : Task.Run(cancel.Cancel);
            answers[id] = await AnswerAsync(pending);
        }
    }

    /// <summary>What the caller was told; null where he cannot know.</summary>
    private async Task<RowOutcome?> AnswerAsync(Task pending)
    {
        try
        {
            await pending;
            return RowOutcome.Committed;
        }
        catch (RowWriteException error)
        {
            return error.Outcome;
        }
        catch (OperationCanceledException error)
        {
            Interlocked.Increment(ref _cancelled);

            // Taken out of the queue, or out of the wait for room: then it must not be there. Else it still goes, and may end in any way.
            return error.Message.Contains("still goes", StringComparison.Ordinal) ? null : RowOutcome.NotPersisted;
        }
    }

    private async ValueTask MisbehaveAsync(FakeBatch batch, Random random, CancellationToken cancellationToken)
    {
        if (random.Next(3) == 0)
        {
            await Task.Yield();
        }

        cancellationToken.ThrowIfCancellationRequested();
        switch (random.Next(24))
        {
            case 0:
                throw new FakeException(FailureKind.ConnectionLost);
            case 1:
                throw new FakeException(FailureKind.RolledBack);
            case 2:
                throw new FakeException(FailureKind.Rejected, random.Next(2) == 0 ? random.Next(batch.Rows.Length) : null);
            case 3:
                var bad = random.Next(batch.Rows.Length);
                batch.Attempt.Reject(bad, new DatabaseFailure(FailureKind.Rejected, "F0002", "left out"));
                batch.CommitIsSent();
                StoreAll(batch, batch.Rows[bad].Id);
                break;
            case 4:
                batch.CommitIsSent();
                if (random.Next(2) == 0)
                {
                    StoreAll(batch);
                }

                throw new FakeException(FailureKind.ConnectionLost);
            case 5:
                batch.CommitIsSent();
                throw new FakeException(FailureKind.RolledBack);
            default:
                batch.CommitIsSent();
                StoreAll(batch);
                break;
        }
    }

    private void StoreAll(FakeBatch batch, params HashSet<int> leftOut)
    {
        batch.Store(leftOut);
        _stored += batch.Rows.Length - leftOut.Count;
    }
}
