namespace DataAccess.Events;

/// <summary>Which events a new subscription gets.</summary>
public enum StartAt
{
    /// <summary>Those whose transactions begin after the subscription was made.</summary>
    Now,

    /// <summary>Also those that were published before and are still kept (<see cref="EventOptions.Retain"/>).</summary>
    Beginning,
}
