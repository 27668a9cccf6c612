using Polly;
using Polly.Retry;

namespace DataAccess.Failures;

/// <summary>Builds the Polly pipeline that retries work that is known to have been rolled back.</summary>
internal static class RetryPipeline
{
    /// <summary>For a read, whose first retry is immediate and is counted; null if there are no retries.</summary>
    public static ResiliencePipeline? ForReads(RetryOptions options, TimeProvider time, Func<Exception, bool> isSafe)
        => options.MaxRetries == 0
            ? null
            : For(
                new RetryOptions { MaxRetries = options.MaxRetries - 1, BaseDelay = options.BaseDelay, MaxDelay = options.MaxDelay },
                time,
                isSafe,
                static (_, _) => { });

    public static ResiliencePipeline For(RetryOptions options, TimeProvider time, Func<Exception, bool> isSafe, Action<Exception, int> onRetry)
    {
        if (options.MaxRetries == 0)
        {
            return ResiliencePipeline.Empty;
        }

        var strategy = new RetryStrategyOptions
        {
            MaxRetryAttempts = options.MaxRetries,
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is { } exception && isSafe(exception)),
            OnRetry = args =>
            {
                onRetry(args.Outcome.Exception!, args.AttemptNumber + 1);
                return default;
            },
        };
        RetryBackoff.Set(strategy, options);
        return new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(strategy).Build();
    }
}
