namespace DataAccess.Events;

/// <summary>What happens to the later events of a key when one of them has failed for the last time.</summary>
public enum AfterDead
{
    /// <summary>They are handled.</summary>
    GoOn,

    /// <summary>They wait until the dead letter is retried or dropped.</summary>
    StopKey,
}
