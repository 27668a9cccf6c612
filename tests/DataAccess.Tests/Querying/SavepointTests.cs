using Xunit;

namespace DataAccess.Tests;

/// <summary>Work inside a transaction's work is undone to its own savepoint.</summary>
public sealed class SavepointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nested_work_that_ends_well_releases_its_own_savepoint()
    {
        await using var rig = new TransactionRig();

        Assert.Null(await rig.RunAsync(
            static async (outer, _, ct) => await outer.InTransactionAsync(
                static async (middle, inner) => await middle.InTransactionAsync(static (_, _) => default, inner),
                ct),
            Token));

        Assert.Equal(["begin", "save dataaccess_sp1", "save dataaccess_sp2", "release dataaccess_sp2", "release dataaccess_sp1", "commit"], rig.Sent);
    }

    [Fact]
    public async Task Nested_work_that_fails_rolls_back_to_its_own_savepoint_and_the_rest_goes_on()
    {
        await using var rig = new TransactionRig();

        Assert.Null(await rig.RunAsync(
            static async (outer, _, ct) => await outer.InTransactionAsync(
                static async (middle, inner) => await Assert.ThrowsAsync<FormatException>(async () =>
                    await middle.InTransactionAsync(static (_, _) => throw new FormatException("stop"), inner)),
                ct),
            Token));

        Assert.Equal(["begin", "save dataaccess_sp1", "save dataaccess_sp2", "rollback to dataaccess_sp2", "release dataaccess_sp1", "commit"], rig.Sent);
    }

    [Fact]
    public async Task A_second_piece_of_nested_work_has_a_savepoint_of_its_own()
    {
        await using var rig = new TransactionRig();

        Assert.Null(await rig.RunAsync(
            static async (outer, _, ct) =>
            {
                await Assert.ThrowsAsync<FormatException>(async () =>
                    await outer.InTransactionAsync(static (_, _) => throw new FormatException("stop"), ct));
                await outer.InTransactionAsync(static (_, _) => default, ct);
            },
            Token));

        Assert.Equal(["begin", "save dataaccess_sp1", "rollback to dataaccess_sp1", "save dataaccess_sp2", "release dataaccess_sp2", "commit"], rig.Sent);
    }

    [Fact]
    public async Task Cancelled_nested_work_is_undone_too()
    {
        await using var rig = new TransactionRig();
        using var source = new CancellationTokenSource();

        Assert.Null(await rig.RunAsync(
            async (outer, _, _) => await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await outer.InTransactionAsync(
                async (_, inner) =>
                {
                    await source.CancelAsync();
                    inner.ThrowIfCancellationRequested();
                },
                source.Token)),
            Token));

        Assert.Equal(["begin", "save dataaccess_sp1", "rollback to dataaccess_sp1", "commit"], rig.Sent);
    }

    // As MySQL does it: a deadlock takes the savepoints with it.
    [Fact]
    public async Task A_deadlock_in_nested_work_is_run_again_although_its_savepoint_is_gone()
    {
        await using var rig = new TransactionRig();
        rig.Fail("rollback to dataaccess_sp1", FailureKind.Fatal);

        Assert.Null(await rig.RunAsync(
            static async (outer, run, ct) => await outer.InTransactionAsync(
                (_, _) => run == 1 ? throw new FakeException(FailureKind.RolledBack) : default, ct),
            Token));

        Assert.Equal(["begin", "save dataaccess_sp1", "rollback to dataaccess_sp1", "rollback", "begin", "save dataaccess_sp1", "release dataaccess_sp1", "commit"], rig.Sent);
    }

    [Fact]
    public async Task A_connection_lost_while_nested_work_is_undone_is_what_the_transaction_fails_with_and_not_what_the_work_has_caught()
    {
        await using var rig = new TransactionRig();
        rig.Fail("rollback to dataaccess_sp1", FailureKind.ConnectionLost, times: 1);

        Assert.Null(await rig.RunAsync(
            static async (outer, _, ct) => Assert.IsType<FormatException>(await Record.ExceptionAsync(async () =>
                await outer.InTransactionAsync(static (_, _) => throw new FormatException("caught by the work"), ct))),
            Token));

        Assert.Equal(2, rig.Runs);
        Assert.Equal(["save dataaccess_sp1", "rollback to dataaccess_sp1", "commit"], rig.Sent[^3..]);
    }

    [Fact]
    public async Task After_a_failed_rollback_to_a_savepoint_nothing_is_committed()
    {
        await using var rig = new TransactionRig();
        rig.Fail("rollback to dataaccess_sp1", FailureKind.Fatal);

        var told = await rig.RunAsync(
            static async (outer, _, ct) => await Record.ExceptionAsync(async () =>
                await outer.InTransactionAsync(static (_, _) => throw new FormatException("stop"), ct)),
            Token);

        Assert.NotNull(told);
        Assert.DoesNotContain("commit", rig.Sent, StringComparer.Ordinal);
    }
}
