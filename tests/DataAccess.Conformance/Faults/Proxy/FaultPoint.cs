namespace DataAccess.Conformance.Faults;

/// <summary>Where on a connection's way a fault happens.</summary>
public enum FaultPoint
{
    /// <summary>The message that commits has come from the client, and nothing of it has gone on.</summary>
    BeforeCommit = 0,

    /// <summary>The message that commits has gone on to the server; whatever comes back waits.</summary>
    AfterCommitSent,

    /// <summary>The server has answered the commit, and nothing of the answer has gone on.</summary>
    BeforeAnswer,

    /// <summary>The answer to the commit has gone on to the client.</summary>
    AfterAnswer,

    /// <summary>A request to cancel has come from the client, and nothing of it has gone on.</summary>
    BeforeCancel,

    /// <summary>After so many bytes of the rows of a COPY or LOAD DATA.</summary>
    InData,

    /// <summary>After so many bytes of anything else from the client.</summary>
    InRequest,

    /// <summary>After so many bytes from the server.</summary>
    InResponse,
}
