using DataAccess.Events.Settings;

namespace DataAccess.Events;

/// <summary>Which events are read.</summary>
public sealed class ReadEventsOptions
{
    /// <summary>
    /// Where to begin, unless <see cref="After"/> is given. <see cref="StartAt.Now"/>, the default: with events whose publication is called after the enumeration has begun;
    /// <see cref="StartAt.Beginning"/>: with the first that is still kept.
    /// </summary>
    public StartAt From { get; set; }

    /// <summary>Begins with the event behind this position; 0 for the very first. Null, the default, for <see cref="From"/>.</summary>
    public long? After { get; set; }

    /// <summary>The topic, where the type of the bodies does not name it; null, the default, where it does. Only for the typed method.</summary>
    public string? Topic { get; set; }

    /// <exception cref="InvalidOptionsException">Some are not valid.</exception>
    internal ReadEventsOptions Validated()
    {
        var check = new OptionsCheck("The options of reading events");
        check.Defined(From, nameof(From));
        check.Range(After ?? 0, 0, long.MaxValue, nameof(After));
        check.Throw();
        return (ReadEventsOptions)MemberwiseClone();
    }
}
