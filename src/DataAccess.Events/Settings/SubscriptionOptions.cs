using DataAccess.Events.Settings;

namespace DataAccess.Events;

/// <summary>How a subscription's events are handled.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>The topic, of 1 to 200 characters; null, the default, for that of the type of the bodies (<see cref="TopicAttribute"/>).</summary>
    public string? Topic { get; set; }

    /// <summary>Into how many parts the subscription is divided, each of which one program handles at a time, 1 to 1,024. Fixed when the subscription is made. Default 16.</summary>
    public int Partitions { get; set; } = 16;

    /// <summary>How many events, or batches, are handled at once in this program. Those of one key are handled one after the other. 1 to 10,000; default 32, and 4 for batches.</summary>
    public int? Concurrency { get; set; }

    /// <summary>
    /// Its share where several subscriptions wait for <see cref="EventOptions.Concurrency"/>: one of priority 4 is given four turns for each of one of priority 1.
    /// 1 to 1,000; default 10.
    /// </summary>
    public int Priority { get; set; } = 10;

    /// <summary>How often an event is attempted before it is a dead letter, 1 to 1,000. Default 10.</summary>
    public int MaxAttempts { get; set; } = 10;

    /// <summary>The pause before the second attempt. It doubles with each, and half of it is random. 1 ms to 1 day; default 1 s.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause between two attempts, up to 30 days. Default 1 h.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a handler may take, 10 ms to 1 day; default 1 min. Then its token is cancelled, and the attempt has failed. A handler that has not returned
    /// <see cref="EventOptions.HandlerGrace"/> later is left behind, and its event is retried while it may still run.
    /// </summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>What happens to a key's later events when one of them is dead. Default <see cref="AfterDead.GoOn"/>.</summary>
    public AfterDead AfterDead { get; set; }

    /// <summary>Which events the subscription gets when it is made. Default <see cref="StartAt.Now"/>.</summary>
    public StartAt StartAt { get; set; }

    /// <summary>How many events a batch has at most, 1 to 10,000. Default 500. Only for <c>OnBatch</c>.</summary>
    public int MaxBatch { get; set; } = 500;

    /// <exception cref="InvalidOptionsException">Some are not valid.</exception>
    internal SubscriptionOptions Validated(string subscription)
    {
        var check = new OptionsCheck($"The options of the subscription '{subscription}'");
        check.Range(Partitions, 1, 1_024, nameof(Partitions));
        check.Range(Concurrency ?? 1, 1, 10_000, nameof(Concurrency));
        check.Range(Priority, 1, 1_000, nameof(Priority));
        check.Range(MaxAttempts, 1, 1_000, nameof(MaxAttempts));
        check.Range(MaxBatch, 1, 10_000, nameof(MaxBatch));
        check.Range(FirstPause, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1), nameof(FirstPause));
        check.Range(LongestPause, FirstPause, TimeSpan.FromDays(30), nameof(LongestPause));
        check.Range(Timeout, TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(1), nameof(Timeout));
        check.Defined(AfterDead, nameof(AfterDead));
        check.Defined(StartAt, nameof(StartAt));
        check.Throw();
        return (SubscriptionOptions)MemberwiseClone();
    }
}
