namespace DataAccess.Writing.Sending;

/// <summary>What to do after an attempt to send a batch.</summary>
internal enum BatchStep
{
    /// <summary>COMMIT was answered: acknowledge the rows.</summary>
    Ack,

    /// <summary>Send the same rows again after a delay: it is known that none of them was committed.</summary>
    Retry,

    /// <summary>Leave the named row out and send the others again.</summary>
    RejectRow,

    /// <summary>The rows that the inserter left out are rejected, and nothing was committed: send the others again.</summary>
    LeaveOut,

    /// <summary>Send each half on its own, to find the row that is rejected.</summary>
    Split,

    /// <summary>The error is either one of the table, and would occur for every row, or one of a single row: check with the database which of the two.</summary>
    CheckTable,

    /// <summary>It is not known whether the rows were committed.</summary>
    Unknown,

    /// <summary>No batch can succeed: stop the writer.</summary>
    Stop,

    /// <summary>The writer is being closed and its time is up.</summary>
    GiveUp,
}
