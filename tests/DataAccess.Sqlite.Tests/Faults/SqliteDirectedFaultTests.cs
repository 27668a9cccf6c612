using DataAccess.Conformance.Faults;
using Xunit;

namespace DataAccess.Sqlite.Tests.Faults;

/// <summary>One test for each line of the writer's table that a file can meet.</summary>
public sealed class SqliteDirectedFaultTests : SqliteFaultSuite
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task File_locked_by_another_is_retried_until_it_is_free()
    {
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database);
        Task write;
        await using (await Rig.Faults(database).LockAsync())
        {
            write = writer.WriteAsync(FaultWriters.Row(1), Token).AsTask();
            await Waiting.UntilAsync("the batch is sent again", () => writer.Statistics.Retries > 0);
        }

        await write.WaitAsync(Patience, Token);
        await AssertStoredOnceAsync(writer, 1);
    }

    [Fact]
    public async Task File_locked_for_too_long_is_not_persisted()
    {
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database, static o => o.DeliveryTimeout = TimeSpan.FromMilliseconds(50));
        await using (await Rig.Faults(database).LockAsync())
        {
            var told = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(FaultWriters.Row(1), Token));
            Assert.Contains("DeliveryTimeout", told.Message, StringComparison.Ordinal);
        }

        await AssertStoredOnceAsync(writer);
    }

    [Fact]
    public async Task Disk_full_is_retried_until_there_is_room()
    {
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database);
        await Rig.Faults(database).FillDiskAsync();
        var writes = Enumerable.Range(1, 20).Select(i => writer.WriteAsync(FaultWriters.LargeRow(i), Token).AsTask()).ToList();
        await Waiting.UntilAsync("the batch is sent again", () => writer.Statistics.Retries > 2);
        Assert.Equal(0L, writer.Statistics.Unknown);

        await Rig.Faults(database).FreeDiskAsync();

        await Task.WhenAll(writes).WaitAsync(Patience, Token);
        await AssertStoredOnceAsync(writer, [.. Enumerable.Range(1, 20)]);
    }

    [Fact]
    public async Task Disk_full_for_too_long_is_not_persisted()
    {
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database, static o => o.DeliveryTimeout = TimeSpan.FromMilliseconds(100));
        await Rig.Faults(database).FillDiskAsync();
        var writes = Enumerable.Range(1, 20).Select(i => writer.WriteAsync(FaultWriters.LargeRow(i), Token).AsTask()).ToList();

        var told = await Task.WhenAll(writes.Select(static write => Record.ExceptionAsync(() => write).AsTask()));

        var stored = Enumerable.Range(1, 20).Where(i => told[i - 1] is null).ToArray();
        Assert.All(told.Where(static error => error is not null), static error => Assert.IsType<RowNotPersistedException>(error));
        Assert.InRange(stored.Length, 0, 19);
        await AssertStoredOnceAsync(writer, stored);
    }

    [Fact]
    public async Task Column_missing_stops_the_writer_and_fails_every_row()
    {
        await Rig.Direct.ExecuteAsync($"alter table fault_rows rename column sensor to probe", Token);
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database);

        var first = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(FaultWriters.Row(1), Token));
        var later = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.EnqueueAsync(FaultWriters.Row(2), Token));

        Assert.Equal((FailureKind.Fatal, FailureKind.Fatal), (first.Failure.Kind, later.Failure.Kind));
        Assert.Contains("sensor", first.Message, StringComparison.Ordinal);
        await AssertStoredOnceAsync(writer);
    }

    [Fact]
    public async Task Interrupted_before_commit_is_retried_and_committed()
    {
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database);
        await Rig.Faults(database).InterruptNextRowAsync(Rig.Direct, Token);

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, 100).Select(FaultWriters.Row), Token);

        Assert.True(summary.IsComplete, $"{summary}");
        Assert.InRange(writer.Statistics.Retries, 1, long.MaxValue);
        await AssertStoredOnceAsync(writer, [.. Enumerable.Range(1, 100)]);
    }

    [Fact]
    public async Task Cancelled_while_queued_is_taken_out()
    {
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database);
        using var cancel = new CancellationTokenSource();
        await using (await Rig.Faults(database).LockAsync())
        {
            await SealAsync(writer, FaultWriters.Row(1));
            var write = writer.WriteAsync(FaultWriters.Row(2), cancel.Token).AsTask();
            await cancel.CancelAsync();
            var told = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
            Assert.Equal(RowAnswer.CancelledInQueue, RowRecord.AnswerOf(told));
        }

        await writer.WriteAsync(FaultWriters.Row(3), Token);
        await AssertStoredOnceAsync(writer, 1, 3);
    }

    [Fact]
    public async Task Cancelled_after_its_batch_was_closed_the_row_still_goes()
    {
        await using var database = Rig.Open();
        await using var writer = FaultWriters.Create(database);
        using var cancel = new CancellationTokenSource();
        await using (await Rig.Faults(database).LockAsync())
        {
            var write = writer.WriteAsync(FaultWriters.Row(1), cancel.Token).AsTask();
            await Waiting.UntilAsync("the batch is sent again", () => writer.Statistics.Retries > 0);
            await cancel.CancelAsync();
            var told = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
            Assert.Equal(RowAnswer.CancelledInBatch, RowRecord.AnswerOf(told));
        }

        await writer.FlushAsync(Token);
        await AssertStoredOnceAsync(writer, 1);
    }

    [Fact]
    public async Task Disposed_while_the_file_is_locked_what_is_left_is_not_persisted()
    {
        var letters = new List<(long Number, RowOutcome Outcome)>();
        await using var database = Rig.Open();
        var writer = FaultWriters.Create(database, o =>
        {
            o.DrainTimeout = TimeSpan.FromMilliseconds(20);
            o.DeadLetter = (failed, _) =>
            {
                letters.Add((failed.Row.Number, failed.Outcome));
                return default;
            };
        });
        await using (await Rig.Faults(database).LockAsync())
        {
            await SealAsync(writer, FaultWriters.Row(1));
            await writer.EnqueueAsync(FaultWriters.Row(2), Token);
            await writer.DisposeAsync();
        }

        Assert.Equal([(1, RowOutcome.NotPersisted), (2, RowOutcome.NotPersisted)], letters);
        await AssertStoredOnceAsync(writer);
    }

    /// <summary>Puts a row into a batch that cannot be sent yet, so that what comes later is queued behind it.</summary>
    private static async Task SealAsync(BatchingWriter<FaultRow> writer, FaultRow row)
    {
        await writer.EnqueueAsync(row, Token);
        await Waiting.UntilAsync("the batch is sent again", () => writer.Statistics.Retries > 0);
    }

    private async Task AssertStoredOnceAsync(BatchingWriter<FaultRow> writer, params int[] numbers)
    {
        await writer.DisposeAsync();
        var copies = await FaultTable.CopiesAsync(Rig.Direct, Token);
        Assert.Equal([FaultRow.FirstNumber, .. numbers.Select(static n => (long)n)], copies.Keys.Order());
        Assert.All(copies.Values, static count => Assert.Equal(1, count));
        Assert.Equal((0, 0), (writer.Statistics.Queued, writer.Statistics.QueuedBytes));
    }
}
