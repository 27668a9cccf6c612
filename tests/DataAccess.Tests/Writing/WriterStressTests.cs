using Xunit;

namespace DataAccess.Tests;

/// <summary>Many callers over the very shape of channel and gate that the writer has, with random cancels and faults.</summary>
public sealed class WriterStressTests
{
    private const int Callers = 24;
    private const int Streams = 4;
    private const int RowsEach = 2_500;

    private readonly Lock _randomLock = new();
    private int _stored;
    private int _cancelled;

    [Theory]
    [InlineData(1, false)]
    [InlineData(4, false)]
    [InlineData(4, true)]
    public async Task Every_admitted_row_has_one_outcome_and_it_is_the_true_one(int maxInFlight, bool isPartitioned)
    {
        var rig = new WriterRig(
            o =>
            {
                o.MaxInFlight = maxInFlight;
                o.PartitionBy = isPartitioned ? static r => r.Id % 13 : null;
                o.MaxBatchRows = 64;
                o.MaxBatchBytes = 4_000;
                o.QueueBytes = 4_000;
                o.Retry.BaseDelay = TimeSpan.FromMilliseconds(1);
                o.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
            },
            TimeProvider.System);
        var random = new Random(Seed.Value);
        rig.Inserter.MaxBusy = maxInFlight;
        rig.Inserter.Otherwise = (batch, ct) => MisbehaveAsync(batch, random, ct);
        var answers = new RowOutcome?[(Callers + Streams) * RowsEach];

        var writers = Enumerable.Range(0, Callers).Select(i => Task.Run(() => WriteAsync(rig, i, answers)));
        var streams = Enumerable.Range(0, Streams).Select(i => Task.Run(() => StreamAsync(rig, (Callers + i) * RowsEach)));
        await Task.WhenAll([.. writers, .. streams]);
        await rig.FlushAsync();

        // A row that was cancelled while queued holds its place until the writer passes over it.
        await Eventually.TrueAsync(() => rig.Now.QueuedBytes == 0);
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

    /// <summary>The rows of a stream are not told their outcome one by one, but they are counted.</summary>
    private static async Task StreamAsync(WriterRig rig, int first)
    {
        var summary = await rig.Writer.WriteManyAsync(Enumerable.Range(first, RowsEach).Select(static id => new Row(id, id % 50)));
        Assert.True(summary.Rows == RowsEach, $"{summary} {Seed.Replay}");
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
            return error.Message.Contains("will still be sent", StringComparison.Ordinal) ? null : RowOutcome.NotPersisted;
        }
    }

    private async ValueTask MisbehaveAsync(FakeBatch batch, Random random, CancellationToken cancellationToken)
    {
        if (Next(random, 3) == 0)
        {
            await Task.Yield();
        }

        cancellationToken.ThrowIfCancellationRequested();
        switch (Next(random, 24))
        {
            case 0:
                throw new FakeException(FailureKind.ConnectionLost);
            case 1:
                throw new FakeException(FailureKind.RolledBack);
            case 2:
                throw new FakeException(FailureKind.Rejected, Next(random, 2) == 0 ? Next(random, batch.Rows.Length) : null);
            case 3:
                var bad = Next(random, batch.Rows.Length);
                batch.Attempt.Reject(bad, new DatabaseFailure(FailureKind.Rejected, "F0002", "left out"));
                batch.CommitIsSent();
                StoreAll(batch, batch.Rows[bad].Id);
                break;
            case 4:
                batch.CommitIsSent();
                if (Next(random, 2) == 0)
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
        Interlocked.Add(ref _stored, batch.Rows.Length - leftOut.Count);
    }

    /// <summary>Several batches are in flight at once.</summary>
    private int Next(Random random, int below)
    {
        lock (_randomLock)
        {
            return random.Next(below);
        }
    }
}
