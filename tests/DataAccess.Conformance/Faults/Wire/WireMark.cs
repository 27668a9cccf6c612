namespace DataAccess.Conformance.Faults;

/// <summary>What a piece of a connection's bytes means to a writer's transaction.</summary>
public enum WireMark
{
    /// <summary>Nothing that a fault waits for.</summary>
    Other = 0,

    /// <summary>From the client: when the server has read it, the transaction is committed.</summary>
    Commit,

    /// <summary>From the client: rows of a COPY or LOAD DATA.</summary>
    Data,

    /// <summary>From the client: a request to stop what another connection does.</summary>
    Cancel,

    /// <summary>From the server: the beginning of the answer to the commit; kept until all of it is there.</summary>
    AnswerPart,

    /// <summary>From the server: the whole answer to the commit.</summary>
    Answer,
}
