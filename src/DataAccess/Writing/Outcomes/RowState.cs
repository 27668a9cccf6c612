namespace DataAccess.Writing.Outcomes;

/// <summary>The state of an admitted row. It only moves down this list.</summary>
internal static class RowState
{
    /// <summary>In the queue; a cancel removes it.</summary>
    public const int Queued = 0;

    /// <summary>In a batch: it will be sent, whether or not its caller still waits.</summary>
    public const int Batched = 1;

    /// <summary>In a batch, and its caller has stopped waiting.</summary>
    public const int Abandoned = 2;

    /// <summary>It has its outcome.</summary>
    public const int Ended = 3;
}
