namespace DataAccess;

/// <summary>What a provider learned from a driver's exception.</summary>
/// <param name="Kind">What the exception means.</param>
/// <param name="Code">The SQLSTATE, or the server's own error number if there is none.</param>
/// <param name="Message">The server's message.</param>
/// <param name="RowIndex">The row of the batch that the server named, from 0, or null.</param>
/// <param name="Column">The column that the server named, or null.</param>
public readonly record struct DatabaseFailure(
    FailureKind Kind, string? Code, string Message, int? RowIndex = null, string? Column = null)
{
    /// <summary>
    /// Whether the server answered, so that an open transaction is known to be rolled back. A cancel without the
    /// server's own code, for example when a timeout of the driver expired, does not count as an answer.
    /// </summary>
    public bool ServerAnswered
        => Kind is FailureKind.Rejected or FailureKind.RolledBack or FailureKind.Unavailable or FailureKind.Fatal or FailureKind.StaleStatement
            || (Kind == FailureKind.Cancelled && Code is not null);
}
