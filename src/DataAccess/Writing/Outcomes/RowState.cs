namespace DataAccess.Writing.Outcomes;

/// <summary>Where an admitted row is. It only ever moves down this list.</summary>
internal static class RowState
{
    /// <summary>In the queue; a cancel takes it out.</summary>
    public const int Queued = 0;

    /// <summary>In a batch: it goes, whether or not somebody still waits.</summary>
    public const int Batched = 1;

    /// <summary>In a batch, and its caller has stopped waiting.</summary>
    public const int Abandoned = 2;

    /// <summary>It has its outcome.</summary>
    public const int Ended = 3;
}
