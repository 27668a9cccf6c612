namespace DataAccess.Writing.Sending;

/// <summary>What to do after an attempt to send a batch.</summary>
internal enum BatchStep
{
    /// <summary>COMMIT was answered: ack.</summary>
    Ack,

    /// <summary>Send the same rows again after a while: it is known that none of them was committed.</summary>
    Retry,

    /// <summary>Leave the named row out and send the others again.</summary>
    RejectRow,

    /// <summary>Send each half on its own, to find the row that is refused.</summary>
    Split,

    /// <summary>What was refused would be refused of every row, or is in a row: ask the database which of the two.</summary>
    CheckTable,

    /// <summary>It cannot be known whether the rows were committed.</summary>
    Unknown,

    /// <summary>No batch can succeed: stop the writer.</summary>
    Stop,

    /// <summary>The writer is being closed and its time is up.</summary>
    GiveUp,
}
