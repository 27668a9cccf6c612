using DataAccess.Writing.Sending;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What might be the table's fault, and is a row's, costs that row and stops nothing.</summary>
public sealed class RejectedRowTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_bad_row_of_twenty_is_rejected_and_its_neighbours_are_committed()
    {
        await using var rig = FitRig();
        rig.Inserter.Otherwise = FakeBatchInserter.Break(static id => id == 7);

        var summary = await rig.Writer.WriteManyAsync(Enumerable.Range(1, 20).Select(static id => new Row(id)), Token);
        await rig.WriteAsync(21, cancellationToken: Token);

        Assert.Equal((19L, 1L, 0L), (summary.Committed, summary.Rejected, summary.NotPersisted));
        Assert.Equal(Enumerable.Range(1, 21).Except([7]), rig.Inserter.Stored);
        Assert.Equal(1, rig.Inserter.MostCopies);
    }

    [Fact]
    public async Task A_bad_row_on_its_own_is_rejected_and_the_writer_goes_on()
    {
        await using var rig = FitRig();
        rig.Inserter.Otherwise = FakeBatchInserter.Break(static id => id == 7);

        var told = await Assert.ThrowsAsync<RowRejectedException>(() => rig.WriteAsync(7, cancellationToken: Token));
        await rig.WriteAsync(8, cancellationToken: Token);

        Assert.Equal(FailureKind.Rejected, told.Failure.Kind);
        Assert.Equal([8], rig.Inserter.Stored);
    }

    [Fact]
    public async Task Where_every_row_is_bad_the_search_ends_and_the_writer_goes_on()
    {
        await using var rig = FitRig();
        rig.Inserter.Otherwise = FakeBatchInserter.Break(static id => id != 0);

        var summary = await rig.Writer.WriteManyAsync(Enumerable.Range(1, 20_000).Select(static id => new Row(id)), Token);
        await rig.WriteAsync(0, cancellationToken: Token);

        Assert.Equal((0L, 20_000L), (summary.Committed, summary.Rejected + summary.NotPersisted));
        Assert.Equal(FailurePolicy.SearchedRows, summary.Rejected);
        Assert.InRange(rig.Inserter.Attempts.Count, FailurePolicy.SearchedRows, 3 * FailurePolicy.SearchedRows);
        Assert.Equal([0], rig.Inserter.Stored);
    }

    [Fact]
    public async Task Good_rows_behind_many_bad_ones_are_committed()
    {
        await using var rig = FitRig();
        rig.Inserter.Otherwise = FakeBatchInserter.Break(static id => id <= 300);

        var summary = await rig.Writer.WriteManyAsync(Enumerable.Range(1, 2_000).Select(static id => new Row(id)), Token);

        Assert.Equal((1_700L, 300L), (summary.Committed, summary.Rejected + summary.NotPersisted));
    }

    [Fact]
    public async Task While_the_table_cannot_be_asked_the_rows_are_tried_again()
    {
        await using var rig = FitRig();
        var asked = 0;
        rig.Inserter.OnCheckTable = () => asked++ == 0 ? throw new FakeException(FailureKind.ConnectionLost) : default;
        rig.Inserter.Otherwise = FakeBatchInserter.Break(static id => id == 1);

        var write = rig.WriteAsync(1, cancellationToken: Token);
        await rig.PassTimeUntilAsync(() => write.IsCompleted);

        await Assert.ThrowsAsync<RowRejectedException>(() => write);
        Assert.Equal((2, 2, 1L), (asked, rig.Inserter.Attempts.Count, rig.Now.Retries));
    }

    [Fact]
    public async Task What_fails_when_the_answer_was_read_changes_nothing_for_the_row()
    {
        await using var rig = new WriterRig();
        rig.Provider.OnReset = static (_, _) => throw new FakeException(FailureKind.ConnectionLost);
        rig.Inserter.Then(static (batch, _) =>
        {
            batch.Commit();
            return default;
        });

        await rig.WriteAsync(1, cancellationToken: Token);

        Assert.Equal((1L, 0L), (rig.Now.Committed, rig.Now.Unknown));
    }

    private static WriterRig FitRig()
    {
        var rig = new WriterRig();
        rig.Inserter.OnCheckTable = static () => default;
        return rig;
    }
}
