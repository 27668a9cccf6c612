using DataAccess.Providers;
using Xunit;

namespace DataAccess.Tests;

/// <summary>A transaction ends as committed, rolled back or unknown, and only what was rolled back is run again.</summary>
public sealed class TransactionOutcomeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_transaction_is_committed_once_and_its_connection_kept()
    {
        await using var rig = new TransactionRig();

        Assert.Null(await rig.RunAsync(static (_, _, _) => default, Token));

        Assert.Equal(["begin", "commit"], rig.Sent);
        Assert.Equal((1, 1, 0), (rig.Runs, rig.Opened, rig.Closed));
    }

    [Theory]
    [InlineData(FailureKind.ConnectionLost)]
    [InlineData(FailureKind.Unknown)]
    [InlineData(FailureKind.Cancelled)]
    public async Task A_commit_whose_answer_is_lost_is_unknown_and_never_tried_again(FailureKind kind)
    {
        await using var rig = new TransactionRig();
        rig.Fail("commit", kind);

        var told = await rig.RunAsync(static (_, _, _) => default, Token);

        var unknown = Assert.IsType<CommitOutcomeUnknownException>(told);
        Assert.IsType<FakeException>(unknown.InnerException);
        Assert.Contains("fake:1/db", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(["begin", "commit"], rig.Sent);
        Assert.Equal(1, rig.Runs);
        await rig.ClosedAsync(1);
    }

    [Fact]
    public async Task A_rollback_in_answer_to_commit_is_run_again()
    {
        await using var rig = new TransactionRig();
        rig.Fail("commit", FailureKind.RolledBack, times: 2);

        Assert.Null(await rig.RunAsync(static (_, _, _) => default, Token));

        Assert.Equal(["begin", "commit", "begin", "commit", "begin", "commit"], rig.Sent);
        Assert.Equal(3, rig.Runs);
    }

    [Theory]
    [InlineData(FailureKind.Rejected)]
    [InlineData(FailureKind.Fatal)]
    [InlineData(FailureKind.Unavailable)]
    public async Task Another_answer_to_commit_is_told_as_it_is_and_not_tried_again(FailureKind kind)
    {
        await using var rig = new TransactionRig();
        rig.Fail("commit", kind);

        var told = await rig.RunAsync(static (_, _, _) => default, Token);

        Assert.Equal(kind, Assert.IsType<FakeException>(told).Failure.Kind);
        Assert.Equal(1, rig.Runs);
        await rig.ClosedAsync(1);
    }

    [Fact]
    public async Task A_rolled_back_statement_is_tried_as_often_as_the_options_say_and_the_last_error_is_told()
    {
        await using var rig = new TransactionRig(maxRetries: 3);

        var told = await rig.RunAsync(
            static (_, run, _) => throw new FakeException(new DatabaseFailure(FailureKind.RolledBack, "F0001", $"deadlock {run}")),
            Token);

        Assert.Equal("deadlock 4", told?.Message);
        Assert.Equal(["begin", "rollback", "begin", "rollback", "begin", "rollback", "begin", "rollback"], rig.Sent);
        Assert.Equal(0, rig.Closed);
    }

    [Fact]
    public async Task With_no_retries_a_rolled_back_transaction_is_run_once()
    {
        await using var rig = new TransactionRig(maxRetries: 0);

        Assert.IsType<FakeException>(await rig.RunAsync(static (_, _, _) => throw new FakeException(FailureKind.RolledBack), Token));

        Assert.Equal(1, rig.Runs);
    }

    [Theory]
    [InlineData(FailureKind.RolledBack)]
    [InlineData(FailureKind.ConnectionLost)]
    public async Task A_failure_of_another_database_is_not_the_transactions_own(FailureKind kind)
    {
        await using var rig = new TransactionRig();
        await using var other = new TransactionRig();
        var runs = 0;

        await Assert.ThrowsAsync<FakeException>(async () => await rig.Database.InTransactionAsync(
            (_, _) =>
            {
                runs++;
                var failure = new FakeException(kind);
                FailureOrigin.Mark(failure, other.Provider);
                throw failure;
            },
            Token));

        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_retry_waits_and_gives_its_connection_back_meanwhile()
    {
        await using var rig = new TransactionRig();
        var running = rig.StartAsync(static (_, run, _) => run == 1 ? throw new FakeException(FailureKind.RolledBack) : default, Token);
        await Eventually.TrueAsync(() => rig.Sent is ["begin", "rollback"]);

        // The pool holds one connection: had the waiting transaction kept it, this would wait for ever.
        await using (await rig.Database.Connections.AcquireAsync(ConnectionRole.Writer, Token).AsTask().WaitAsync(Eventually.Patience, Token))
        {
            Assert.False(running.IsCompleted);
            Assert.Equal(1, rig.Runs);
        }

        await Eventually.TrueAsync(() => running.IsCompleted, () => rig.Time.Advance(TimeSpan.FromMilliseconds(100)));
        await running;
        Assert.Equal(2, rig.Runs);
    }

    [Fact]
    public async Task A_cancel_ends_the_wait_for_a_retry()
    {
        await using var rig = new TransactionRig();
        using var source = new CancellationTokenSource();
        var running = rig.StartAsync(static (_, _, _) => throw new FakeException(FailureKind.RolledBack), source.Token);
        await Eventually.TrueAsync(() => rig.Sent is ["begin", "rollback"]);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Eventually.Patience, Token));
        Assert.Equal(1, rig.Runs);
    }

    [Fact]
    public async Task A_connection_lost_before_commit_is_replaced_and_the_work_run_again()
    {
        await using var rig = new TransactionRig();

        var told = await rig.RunAsync(
            (_, run, _) =>
            {
                if (run == 1)
                {
                    rig.Provider.Inner.Created.Single().Lose();
                    throw new FakeException(FailureKind.ConnectionLost);
                }

                return default;
            },
            Token);

        Assert.Null(told);
        Assert.Equal((2, 2), (rig.Runs, rig.Opened));
        await rig.ClosedAsync(1);
        Assert.Equal("commit", rig.Sent[^1]);
    }

    [Fact]
    public async Task A_connection_lost_at_begin_is_replaced_and_the_work_run_once()
    {
        await using var rig = new TransactionRig();
        rig.Fail("begin", FailureKind.ConnectionLost, times: 1);

        Assert.Null(await rig.RunAsync(static (_, _, _) => default, Token));

        Assert.Equal(["begin", "begin", "commit"], rig.Sent);
        Assert.Equal((1, 2), (rig.Runs, rig.Opened));
        await rig.ClosedAsync(1);
    }

    [Theory]
    [InlineData(FailureKind.Rejected)]
    [InlineData(FailureKind.Fatal)]
    [InlineData(FailureKind.Unavailable)]
    [InlineData(FailureKind.Unknown)]
    [InlineData(FailureKind.Cancelled)]
    public async Task What_another_try_would_not_change_is_rolled_back_and_told(FailureKind kind)
    {
        await using var rig = new TransactionRig();

        var told = await rig.RunAsync((_, _, _) => throw new FakeException(kind), Token);

        Assert.Equal(kind, Assert.IsType<FakeException>(told).Failure.Kind);
        Assert.Equal(["begin", "rollback"], rig.Sent);
        Assert.Equal(1, rig.Runs);
    }

    [Fact]
    public async Task A_cancel_in_the_work_rolls_back_although_the_work_went_on()
    {
        await using var rig = new TransactionRig();
        using var source = new CancellationTokenSource();

        var told = await rig.RunAsync(async (_, _, _) => await source.CancelAsync(), source.Token);

        Assert.IsAssignableFrom<OperationCanceledException>(told);
        Assert.Equal(["begin", "rollback"], rig.Sent);
        Assert.Equal(1, rig.Runs);
    }

    [Fact]
    public async Task A_cancel_after_commit_was_sent_changes_nothing()
    {
        await using var rig = new TransactionRig();
        using var source = new CancellationTokenSource();
        rig.Provider.OnRequest = async (request, _) =>
        {
            if (request == "commit")
            {
                await source.CancelAsync();
            }
        };

        Assert.Null(await rig.RunAsync(static (_, _, _) => default, source.Token));
        Assert.Equal(["begin", "commit"], rig.Sent);
    }

    [Fact]
    public async Task A_rollback_that_fails_closes_the_connection_and_the_first_error_is_told()
    {
        await using var rig = new TransactionRig();
        rig.Fail("rollback", FailureKind.Unknown);

        var told = await rig.RunAsync(static (_, _, _) => throw new FormatException("the first"), Token);

        Assert.Equal("the first", Assert.IsType<FormatException>(told).Message);
        Assert.Equal(1, rig.Runs);
        await rig.ClosedAsync(1);
    }

    [Fact]
    public async Task A_deadlock_whose_rollback_fails_is_still_run_again_on_another_connection()
    {
        await using var rig = new TransactionRig();
        rig.Fail("rollback", FailureKind.Unknown);

        Assert.Null(await rig.RunAsync(static (_, run, _) => run == 1 ? throw new FakeException(FailureKind.RolledBack) : default, Token));

        Assert.Equal((2, 2), (rig.Runs, rig.Opened));
        await rig.ClosedAsync(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_transaction_that_its_database_ended_is_told_as_that_and_not_tried_again(bool isRolledBack)
    {
        await using var rig = new TransactionRig();
        Exception ended = isRolledBack ? new TransactionRolledBackException("fake:1/db", "as the test says", null) : new TransactionEndedException("fake:1/db", null);
        rig.Provider.OnRequest = (request, _) => request == "commit" ? throw ended : default;

        Assert.Same(ended, await rig.RunAsync(static (_, _, _) => default, Token));

        Assert.Equal(1, rig.Runs);
        await rig.ClosedAsync(1);
    }

    [Fact]
    public async Task A_transaction_that_ended_in_its_work_is_never_told_to_be_undone()
    {
        await using var rig = new TransactionRig();
        rig.Provider.OnRequest = (request, _) => request == "release dataaccess_sp1" ? throw new TransactionEndedException("fake:1/db", null) : default;

        var told = await rig.RunAsync(
            static async (tx, _, ct) =>
            {
                await Assert.ThrowsAsync<TransactionEndedException>(async () => await tx.InTransactionAsync(static (_, _) => default, ct));
                throw new FakeException(FailureKind.RolledBack);
            },
            Token);

        Assert.IsType<FakeException>(Assert.IsType<TransactionEndedException>(told).InnerException);
        Assert.Equal(1, rig.Runs);
    }
}
