namespace DataAccess.Diagnostics;

/// <summary>What a finding of a report is about.</summary>
public enum FindingKind
{
    /// <summary>Too few leases ended for anything to be said.</summary>
    NotEnoughSamples = 0,

    /// <summary>Leases are held much longer than any other: their code has probably not disposed them.</summary>
    Leak = 1,

    /// <summary>One slow statement takes more than half of the time.</summary>
    OneStatement = 2,

    /// <summary>Callers wait although the database would serve more.</summary>
    TooFewConnections = 3,

    /// <summary>Statements take longer the more of them run, and fewer connections would serve as much.</summary>
    TooManyConnections = 4,

    /// <summary>The connections are busy and the database is too.</summary>
    Saturated = 5,

    /// <summary>Calls come in bursts, so that more of them wait than predicted.</summary>
    Bursts = 6,

    /// <summary>Connections are held mostly without a statement that runs.</summary>
    HeldWhileIdle = 7,

    /// <summary>So many calls failed, timed out or were cancelled that the prediction does not apply.</summary>
    Failures = 8,

    /// <summary>All connections are in use and callers wait, so that it cannot be seen whether more would serve more.</summary>
    AllInUse = 9,
}
