namespace DataAccess.Shared;

/// <summary>The server reported success and stored fewer rows than it was sent. A batch inserter throws it, and its provider classifies it by <see cref="Failure"/>.</summary>
internal sealed class RowsMissingException : Exception
{
    /// <summary>Creates an exception.</summary>
    /// <param name="stored">How many rows it stored.</param>
    /// <param name="sent">How many it was sent.</param>
    /// <param name="mayBeStored">Whether some of them are committed, and it is not known which.</param>
    /// <param name="reason">What happened to the others, and what to do.</param>
    public RowsMissingException(long stored, long sent, bool mayBeStored, string reason)
        : base(Invariant($"the server reported success and stored {stored} of {sent} rows: {reason}"))
    {
        Stored = stored;
        MayBeStored = mayBeStored;
    }

    /// <summary>How many rows were stored.</summary>
    public long Stored { get; }

    /// <summary>Whether some of the rows are committed, and it is not known which.</summary>
    public bool MayBeStored { get; }

    /// <summary>What it means for the rows.</summary>
    public DatabaseFailure Failure => new(MayBeStored ? FailureKind.Unknown : FailureKind.Rejected, null, Message);
}
