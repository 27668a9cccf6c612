using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <content>A disk that is full, and what ends before all rows are written.</content>
public abstract partial class SpoolSuite
{
    [Fact]
    public async Task A_full_disk_refuses_rows_and_takes_them_again_once_there_is_room()
    {
        var isFull = false;
        await using var database = Open(new Refusal());
        await using var writer = Create(
            o => o.BeforeSpoolWrite = () =>
            {
                if (Volatile.Read(ref isFull))
                {
                    throw new IOException("No space left on device");
                }
            },
            database);
        await writer.EnqueueAsync(Row(1), Token);
        Volatile.Write(ref isFull, true);
        var failed = await Assert.ThrowsAsync<SpoolException>(async () => await writer.EnqueueAsync(Row(2), Token));
        Assert.Contains("No space left on device", failed.Message, StringComparison.Ordinal);
        Assert.Contains(Folder, failed.Message, StringComparison.Ordinal);
        Assert.Contains("The row was not accepted", failed.Message, StringComparison.Ordinal);

        // It is for what was accepted.
        Assert.Equal(256 << 10, new FileInfo(Path.Combine(Folder, "reserve")).Length);
        await Assert.ThrowsAsync<SpoolException>(async () => await writer.EnqueueAsync(Row(3), Token));
        await writer.FlushAsync(Token);
        Assert.Equal(1, await CountAsync());

        Volatile.Write(ref isFull, false);
        await Task.Delay(700, Token);
        await writer.EnqueueAsync(Row(4), Token);
        await writer.FlushAsync(Token);
        Assert.Equal([1L, 4L], await Db.QueryAsync<long>($"select sequence from readings order by sequence", Token));
        Assert.NotEmpty(_logged.Of(312));
    }

    [Fact]
    public async Task A_flush_of_a_writer_that_has_stopped_says_that_the_rows_stay_in_the_spool()
    {
        await RunAsync($"drop table dataaccess_ledger");
        await using (var database = Open(new Refusal()))
        await using (var writer = Create(database: database))
        {
            await writer.EnqueueAsync(Row(1), Token);
            for (var i = 0; i < 2; i++)
            {
                var error = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.FlushAsync(Token));
                Assert.Contains($"1 rows that were accepted stay in the spool '{Folder}'", error.Message, StringComparison.Ordinal);
                Assert.Contains("dataaccess_ledger", error.Message, StringComparison.Ordinal);
            }

            Assert.Equal(1, writer.Statistics.SpooledRows);
        }

        Assert.Single(_logged.Of(311));
        await RunAsync(LedgerSql.Create(Db.Dialect));
        await using var next = Create();
        await next.FlushAsync(Token);
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_flush_after_the_database_or_the_writer_was_disposed_says_that_the_rows_stay_in_the_spool()
    {
        var database = Open(new Refusal());
        await using (var writer = Create(database: database))
        {
            await database.DisposeAsync();
            await writer.EnqueueAsync(Row(1), Token);
            var error = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.FlushAsync(Token));
            Assert.Contains("stay in the spool", error.Message, StringComparison.Ordinal);
        }

        await using var refused = Open(new Refusal { Refuses = true });
        var closed = Create(static o => o.DrainTimeout = TimeSpan.FromMilliseconds(50), refused);
        await closed.EnqueueAsync(Row(2), Token);
        await closed.DisposeAsync();
        var left = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await closed.FlushAsync(Token));
        Assert.Contains("the writer was closed", left.Message, StringComparison.Ordinal);

        await using var next = Create();
        await next.FlushAsync(Token);
        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task The_rows_of_an_earlier_process_are_counted_while_the_database_is_away()
    {
        await LeaveRowsAsync(50);
        var refusal = new Refusal { Refuses = true };
        await using var database = Open(refusal);
        await using var writer = Create(database: database);
        await writer.EnqueueAsync(Row(51), Token);
        var started = Environment.TickCount64;
        while (writer.Statistics.SpooledRows != 51)
        {
            Assert.InRange(Environment.TickCount64 - started, 0, 10_000);
            await Task.Delay(20, Token);
        }

        refusal.Refuses = false;
        await writer.FlushAsync(Token);
        Assert.Equal((51, 0L), (await CountAsync(), writer.Statistics.SpooledRows));
    }

    [Fact]
    public async Task A_dead_letter_has_five_seconds_after_the_drain_and_what_had_no_time_is_told_by_the_next_start()
    {
        await RunAsync($"insert into readings (sequence, sensor, level) select 1, 's', 1");
        var told = new List<double>();
        await using (var writer = Create(o =>
        {
            (o.DrainTimeout, o.PartitionBy) = (TimeSpan.FromMilliseconds(300), static r => r.Sequence);
            o.DeadLetter = async (failed, token) =>
            {
                await Task.Delay(3_000, token);
                told.Add(failed.Row.Level!.Value);
            };
        }))
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i => writer.EnqueueAsync(new Reading { Sequence = 1, Sensor = "s", Level = i }, Token).AsTask()));
            while (!writer.Statistics.Rejected.Equals(1))
            {
                await Task.Delay(5, Token);
            }
        }

        // The second is cancelled in the end, or never made.
        Assert.Single(told);
        Assert.Empty(Directory.GetFiles(Folder, "*.rows"));
        await using (var next = Create(o => o.DeadLetter = (failed, _) =>
        {
            told.Add(failed.Row.Level!.Value);
            return default;
        }))
        {
            await next.FlushAsync(Token);
        }

        Assert.Equal([0, 1, 2, 3], told.Order());
    }
}
