using DataAccess.Failures;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>What is known to be rolled back is done again, as often as the options say and no more.</summary>
public sealed class RetryPipelineTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<int> _retries = [];
    private int _calls;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_tries_again_until_it_succeeds()
    {
        await RunAsync(new RetryOptions { MaxRetries = 5 }, FailuresThenSuccess(3, FailureKind.RolledBack));

        Assert.Equal(4, _calls);
        Assert.Equal<int[]>([1, 2, 3], [.. _retries]);
    }

    [Fact]
    public async Task It_gives_up_after_MaxRetries_with_the_last_exception()
    {
        await Assert.ThrowsAsync<FakeException>(
            () => RunAsync(new RetryOptions { MaxRetries = 2 }, FailuresThenSuccess(9, FailureKind.RolledBack)));

        Assert.Equal(3, _calls);
    }

    [Fact]
    public async Task What_is_not_safe_is_not_tried_again()
    {
        await Assert.ThrowsAsync<FakeException>(() => RunAsync(new RetryOptions(), FailuresThenSuccess(1, FailureKind.Unknown)));

        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Zero_retries_are_none()
    {
        await Assert.ThrowsAsync<FakeException>(
            () => RunAsync(new RetryOptions { MaxRetries = 0 }, FailuresThenSuccess(1, FailureKind.RolledBack)));

        Assert.Equal(1, _calls);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public async Task A_reads_first_repeat_counts(int maxRetries, int repeats)
    {
        var pipeline = RetryPipeline.ForReads(new RetryOptions { MaxRetries = maxRetries }, _time, static _ => true);
        var running = pipeline!.ExecuteAsync(async _ => await FailuresThenSuccess(9, FailureKind.ConnectionLost)(), Token).AsTask();
        await Eventually.TrueAsync(() => running.IsCompleted, () => _time.Advance(TimeSpan.FromSeconds(5)));

        await Assert.ThrowsAsync<FakeException>(() => running);
        Assert.Equal(repeats, _calls);
    }

    [Fact]
    public void Without_retries_a_read_is_not_repeated()
        => Assert.Null(RetryPipeline.ForReads(new RetryOptions { MaxRetries = 0 }, _time, static _ => true));

    [Fact]
    public void Only_an_answer_of_the_server_proves_a_rollback()
    {
        // A cancel is one where the server said so, by its code.
        FailureKind[] open = [FailureKind.Unknown, FailureKind.ConnectionLost, FailureKind.Cancelled];

        Assert.All(Enum.GetValues<FailureKind>(), kind => Assert.Equal(!open.Contains(kind), new DatabaseFailure(kind, null, "").ServerAnswered));
        Assert.True(new DatabaseFailure(FailureKind.Cancelled, "57014", "").ServerAnswered);
    }

    private Func<ValueTask> FailuresThenSuccess(int failures, FailureKind kind)
        => () => _calls++ < failures ? throw new FakeException(kind) : default;

    private async Task RunAsync(RetryOptions options, Func<ValueTask> work)
    {
        var pipeline = RetryPipeline.For(
            options, _time, static e => e is FakeException { Failure.Kind: FailureKind.RolledBack }, (_, attempt) => _retries.Add(attempt));
        var running = pipeline.ExecuteAsync(async _ => await work(), Token).AsTask();
        await Eventually.TrueAsync(() => running.IsCompleted, () => _time.Advance(options.MaxDelay));
        await running;
    }
}
