namespace DataAccess.Writing.Spooling;

/// <summary>What a record of a segment says.</summary>
internal enum SpoolRecordKind : byte
{
    /// <summary>A row was accepted: its ordinal in the segment, what is done with it, and its values.</summary>
    Row = 1,

    /// <summary>Rows are about to be sent in one transaction: the attempt's number in the segment, which is its id in the ledger, and the rows.</summary>
    Attempt = 2,

    /// <summary>It is known how an attempt ended.</summary>
    AttemptEnd = 3,

    /// <summary>A row has ended without being committed: it was rejected, and whoever is told of such rows was told.</summary>
    RowEnd = 4,
}
