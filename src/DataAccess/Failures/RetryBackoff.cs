using Polly;
using Polly.Retry;

namespace DataAccess.Failures;

/// <summary>The delays of all retries: each twice the last one, up to a limit, with full jitter.</summary>
internal static class RetryBackoff
{
    public static void Set<TResult>(RetryStrategyOptions<TResult> strategy, RetryOptions options)
    {
        strategy.Delay = options.BaseDelay;
        strategy.MaxDelay = options.MaxDelay;
        strategy.BackoffType = DelayBackoffType.Exponential;
        strategy.UseJitter = true;
    }
}
