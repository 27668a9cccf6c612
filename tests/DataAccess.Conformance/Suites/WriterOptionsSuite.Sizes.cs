using Xunit;

namespace DataAccess.Conformance;

/// <summary>Rows that are larger than a limit.</summary>
public abstract partial class WriterOptionsSuite
{
    [Fact]
    public async Task A_row_larger_than_MaxBatchBytes_is_a_batch_of_its_own()
    {
        await using var writer = Db.CreateWriter<Reading>(new() { MaxBatchBytes = 1 });

        var summary = await writer.WriteManyAsync(Rows(1, 5), Token);
        await Task.WhenAll(Rows(6, 5).Select(row => writer.WriteAsync(row, Token).AsTask()));

        Assert.Equal((5L, 5L), (summary.Committed, summary.Batches));
        Assert.Equal((10, 10L), (await CountAsync(), writer.Statistics.Batches));
    }

    [Fact]
    public async Task A_row_over_QueueBytes_is_rejected_at_admission_and_harms_no_other()
    {
        var letters = new List<long>();
        await using var writer = Db.CreateWriter<Reading>(new()
        {
            QueueBytes = 160,
            MaxBatchBytes = 160,
            DeadLetter = (failed, _) =>
            {
                letters.Add(failed.Row.Sequence);
                return default;
            },
        });
        var large = new Reading { Sequence = 2, Sensor = new string('x', 20), Level = 1 };

        var told = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(large, Token));
        var summary = await writer.WriteManyAsync([Named(1, "a"), large, Named(3, "c")], Token);

        Assert.Contains("QueueBytes is 160", told.Message, StringComparison.Ordinal);
        Assert.Equal((2L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal([2L], letters);
        Assert.Equal([1L, 3L], await StoredAsync());
    }
}
