using DataAccess.Connections.Pool;
using DataAccess.Failures;
using DataAccess.Providers;

namespace DataAccess.Sessions;

/// <summary>
/// Runs a read again whose answer was lost: inside a transaction that only reads, so that the server rejects a write that the text does
/// not show. What reaches out of the database is not held by that, so it is not run where the catalog knows a view, an operator or the
/// like whose function may do so. A repeat never writes.
/// </summary>
internal static class ReadOnlyAttempt
{
    private static readonly TransactionOptions ReadOnly = new() { ReadOnly = true };

    public static async ValueTask<TResult> RunAsync<TState, TResult>(
        PhysicalConnection connection,
        (DatabaseProvider Provider, bool IsSaidToRead, Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> Work, TState State) run,
        CancellationToken cancellationToken)
    {
        if (!run.IsSaidToRead && !await connection.ReadsOnlyRunWhatIsKnownAsync(cancellationToken).ConfigureAwait(false))
        {
            throw new RetryDeclinedException();
        }

        try
        {
            await connection.BeginTransactionAsync(ReadOnly, cancellationToken).ConfigureAwait(false);
            return await run.Work(connection, run.State, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync(connection).ConfigureAwait(false);
        }
    }

    /// <summary>Whether the server rejected a write in a read-only transaction; all of them report it by this SQLSTATE.</summary>
    public static bool IsRejectedWrite(in DatabaseFailure failure) => failure.Code?.StartsWith("25006", StringComparison.Ordinal) == true;

    private static async ValueTask EndAsync(PhysicalConnection connection)
    {
        try
        {
            await connection.Transaction!.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
            await connection.EndTransactionAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The work has its own end to report; a transaction that cannot be ended only costs the connection.
            connection.Transaction = null;
            connection.MarkBroken();
        }
    }
}
