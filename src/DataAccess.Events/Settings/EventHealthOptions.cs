using DataAccess.Events.Settings;

namespace DataAccess.Events;

/// <summary>When the health check of events reports <c>Degraded</c>.</summary>
public sealed class EventHealthOptions
{
    /// <summary>
    /// How long a subscription may have events to handle while no program that is alive owns any of its parts, 0 to 30 days; default 5 min. Longer than a restart takes, and than
    /// <see cref="EventOptions.Lease"/>.
    /// </summary>
    public TimeSpan MaxUnowned { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest <see cref="SubscriptionStatus.Lag"/> of a subscription, up to 3,650 days; null, the default, for no limit. A paused subscription has a lag too.</summary>
    public TimeSpan? MaxLag { get; set; }

    /// <summary>Whether dead letters are reported; default false.</summary>
    public bool DeadLetters { get; set; }

    /// <exception cref="InvalidOptionsException">Some are not valid.</exception>
    internal EventHealthOptions Validated()
    {
        var check = new OptionsCheck("The options of the health check of events");
        check.Range(MaxUnowned, TimeSpan.Zero, TimeSpan.FromDays(30), nameof(MaxUnowned));
        check.Range(MaxLag ?? TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(3_650), nameof(MaxLag));
        check.Throw();
        return (EventHealthOptions)MemberwiseClone();
    }
}
