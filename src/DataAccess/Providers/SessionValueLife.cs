namespace DataAccess.Providers;

/// <summary>How long the values of <c>Database.As</c> stay in a session once they are set.</summary>
public enum SessionValueLife
{
    /// <summary>The package has none.</summary>
    None = 0,

    /// <summary>To the end of the transaction. Each statement outside one is sent in a batch with them, which is a transaction of its own.</summary>
    Transaction = 1,

    /// <summary>Until they are cleared, which is done before another caller gets the connection.</summary>
    Session = 2,

    /// <summary>They are not in the session: the driver's connection asks for them.</summary>
    Call = 3,
}
