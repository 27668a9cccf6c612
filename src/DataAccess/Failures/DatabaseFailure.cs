namespace DataAccess;

/// <summary>What a provider read out of a driver's exception.</summary>
/// <param name="Kind">What it means.</param>
/// <param name="Code">The SQLSTATE, or the server's own number where there is none.</param>
/// <param name="Message">The server's words.</param>
/// <param name="RowIndex">The row of the batch the server named, from 0, or null.</param>
/// <param name="Column">The column the server named, or null.</param>
public readonly record struct DatabaseFailure(
    FailureKind Kind, string? Code, string Message, int? RowIndex = null, string? Column = null)
{
    /// <summary>
    /// Whether the server answered, so that a transaction that was open is known to be rolled back. A cancel without the
    /// server's own code, as when a timeout of the driver passed, is no answer.
    /// </summary>
    public bool ServerAnswered
        => Kind is FailureKind.Rejected or FailureKind.RolledBack or FailureKind.Unavailable or FailureKind.Fatal or FailureKind.StaleStatement
            || (Kind == FailureKind.Cancelled && Code is not null);
}
