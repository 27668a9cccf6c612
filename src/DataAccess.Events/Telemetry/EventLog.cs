using Microsoft.Extensions.Logging;

namespace DataAccess.Events.Telemetry;

/// <summary>Every message of this package, with its fixed event id, 6xx. None contains a body, a key or a password.</summary>
internal static partial class EventLog
{
    [LoggerMessage(601, LogLevel.Debug, "Other programs could not be notified of new events in {Endpoint} ({Exception}); they look for themselves")]
    public static partial void NotNotified(ILogger logger, string endpoint, string exception);

    [LoggerMessage(602, LogLevel.Warning, "Event {Id} failed in subscription {Subscription}, attempt {Attempt} of {MaxAttempts}; the next one is in {Pause}")]
    public static partial void AttemptFailed(ILogger logger, long id, string subscription, int attempt, int maxAttempts, TimeSpan pause, Exception exception);

    [LoggerMessage(603, LogLevel.Error, "Event {Id} failed in subscription {Subscription} for the last time, attempt {Attempt}; it is now a dead letter")]
    public static partial void Dead(ILogger logger, long id, string subscription, int attempt, Exception exception);

    [LoggerMessage(604, LogLevel.Warning, "The leases of subscriptions in {Endpoint} could not be renewed ({Exception}: {Reason}); trying again")]
    public static partial void LeasesNotRenewed(ILogger logger, string endpoint, string exception, string reason);

    [LoggerMessage(605, LogLevel.Warning, "Another program has taken {Parts} parts of subscription {Subscription}, or their leases have run out; their handlers are cancelled")]
    public static partial void LeasesLost(ILogger logger, int parts, string subscription);

    [LoggerMessage(606, LogLevel.Warning, "Subscription {Subscription} could not read its events ({Exception}: {Reason}); trying again in {Pause}")]
    public static partial void NotRead(ILogger logger, string subscription, string exception, string reason, TimeSpan pause);

    [LoggerMessage(607, LogLevel.Warning, "What became of event {Id} in subscription {Subscription} could not be stored ({Exception}); it will be handled again")]
    public static partial void NotRecorded(ILogger logger, long id, string subscription, string exception);

    [LoggerMessage(608, LogLevel.Warning, "A handler of subscription {Subscription} did not return {Grace} after its token was cancelled; event {Id} goes on without it")]
    public static partial void LeftBehind(ILogger logger, string subscription, TimeSpan grace, long id);

    [LoggerMessage(609, LogLevel.Warning, "Subscription {Subscription} has {Stored} partitions, and not {Wanted}: their number is fixed when a subscription is made")]
    public static partial void OtherPartitions(ILogger logger, string subscription, int stored, int wanted);

    [LoggerMessage(610, LogLevel.Warning, "Events of {Endpoint} could not be looked for ({Exception}: {Reason}); trying again")]
    public static partial void NotPolled(ILogger logger, string endpoint, string exception, string reason);

    [LoggerMessage(611, LogLevel.Information, "Subscription {Subscription} now has {Parts} of {Partitions} parts here")]
    public static partial void PartsChanged(ILogger logger, string subscription, int parts, int partitions);

    [LoggerMessage(612, LogLevel.Warning, "The schedule {Schedule} could not publish its event ({Exception}: {Reason}); trying again")]
    public static partial void NotScheduled(ILogger logger, string schedule, string exception, string reason);

    [LoggerMessage(613, LogLevel.Information, "Removed {Events} events of {Endpoint} that all subscriptions have handled")]
    public static partial void Removed(ILogger logger, long events, string endpoint);

    [LoggerMessage(614, LogLevel.Warning, "Old events of {Endpoint} could not be removed ({Exception}: {Reason}); trying again later")]
    public static partial void NotRemoved(ILogger logger, string endpoint, string exception, string reason);

    [LoggerMessage(615, LogLevel.Warning, "Event {Id} was handled in subscription {Subscription}, but another program has its delivery: nothing was committed")]
    public static partial void DeliveryLost(ILogger logger, long id, string subscription);

    [LoggerMessage(640, LogLevel.Warning, "The subscriptions of {Endpoint} could not be looked at for their metrics ({Exception}: {Reason}); trying again")]
    public static partial void NotSampled(ILogger logger, string endpoint, string exception, string reason);
}
