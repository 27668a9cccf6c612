namespace DataAccess.Events.Storage;

/// <summary>Where a delivery stands; the values are those of the column.</summary>
internal enum DeliveryState : short
{
    /// <summary>It is to be handled, in the order of the events' ids.</summary>
    Ready = 0,

    /// <summary>It was published for a later time. Later events of its key do not wait for it.</summary>
    Delayed = 1,

    /// <summary>It failed and waits for its next attempt, or it waits behind one of its key that does.</summary>
    Retrying = 2,

    /// <summary>It is not attempted any more, until a person says so.</summary>
    Dead = 3,

    /// <summary>It waits behind a dead one of its key.</summary>
    Stopped = 4,
}
