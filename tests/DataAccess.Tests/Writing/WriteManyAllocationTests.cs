using Xunit;

namespace DataAccess.Tests;

/// <summary>What is allocated is counted for the whole process, so nothing else may run.</summary>
[Collection(TimingCollection.Name)]
public sealed class WriteManyAllocationTests
{
    [Fact]
    public async Task To_stream_allocates_next_to_nothing_beyond_the_row()
    {
        var token = TestContext.Current.CancellationToken;
        await using var rig = new WriterRig(static o => o.MaxBatchRows = 1_000, TimeProvider.System);
        rig.Inserter.Otherwise = static (_, _) => default;
        Row[] rows = [.. Enumerable.Range(1, 10_000).Select(static i => new Row(i))];
        await rig.Writer.WriteManyAsync(rows, token);

        // The best of several rounds: the runtime itself may allocate, when it compiles the loop anew.
        var least = long.MaxValue;
        for (var round = 0; round < 10; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await rig.Writer.WriteManyAsync(rows, token);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        // The fake itself copies each batch twice, as rows and as numbers: 12 bytes a row.
        Assert.InRange((double)least / rows.Length, 0, 28);
    }
}
