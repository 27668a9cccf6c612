namespace DataAccess.Conformance.Faults;

/// <summary>What becomes of a connection after a fault.</summary>
public enum FaultEnd
{
    /// <summary>It goes on as if nothing had been.</summary>
    GoOn = 0,

    /// <summary>Both sides see it reset.</summary>
    Cut,

    /// <summary>The client sees it reset; the server gets what the client had sent all the same, but later.</summary>
    CutClient,
}
