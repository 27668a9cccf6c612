namespace DataAccess.Conformance.Faults;

/// <summary>What a statement does to a transaction.</summary>
internal enum StatementKind
{
    /// <summary>Nothing: a query, a setting.</summary>
    Other = 0,

    /// <summary>Opens a transaction.</summary>
    Begin,

    /// <summary>Changes rows; outside a transaction it is its own.</summary>
    Write,

    /// <summary>Asks for rows to be streamed.</summary>
    Copy,

    Commit,

    Rollback,

    /// <summary>Stops the statement of another session.</summary>
    Kill,

    /// <summary>Several statements, from BEGIN to COMMIT.</summary>
    WholeTransaction,
}
