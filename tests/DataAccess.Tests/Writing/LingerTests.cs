using Xunit;

namespace DataAccess.Tests;

/// <summary>A wait for company is bounded by the age of the oldest row, by the limits, by a flush and by the end.</summary>
public sealed class LingerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_that_keep_coming_do_not_put_off_the_oldest()
    {
        await using var rig = Rig();
        var writes = new List<Task>();
        for (var i = 0; i < 10; i++)
        {
            writes.Add(rig.WriteAsync(i, cancellationToken: Token));
            Assert.Empty(rig.Inserter.Attempts);
            rig.Time.Advance(TimeSpan.FromSeconds(0.5));
        }

        await rig.PassTimeUntilAsync(() => rig.Inserter.Attempts.Count > 0, seconds: 0.01);
        Assert.Equal(0, rig.Inserter.Attempts[0][0]);
        await rig.PassTimeUntilAsync(() => writes.All(static w => w.IsCompleted));
    }

    [Fact]
    public async Task A_full_batch_waits_for_nobody()
    {
        await using var rig = Rig();

        await Task.WhenAll(rig.WriteAll(Enumerable.Range(1, 20)));

        Assert.Equal([20], rig.Inserter.Attempts.Select(static a => a.Length));
    }

    [Fact]
    public async Task A_flush_ends_the_wait()
    {
        await using var rig = Rig();
        await rig.Writer.EnqueueAsync(new Row(1), Token);

        await rig.FlushAsync();

        Assert.Equal([1], rig.Inserter.Stored);
    }

    [Fact]
    public async Task The_end_of_the_writer_ends_the_wait()
    {
        await using var rig = Rig();
        var write = rig.WriteAsync(1, cancellationToken: Token);

        await rig.Writer.DisposeAsync();

        await write;
        Assert.Equal([1], rig.Inserter.Stored);
    }

    private static WriterRig Rig() => new(static o => (o.Linger, o.MaxBatchRows) = (TimeSpan.FromSeconds(5), 20));
}
