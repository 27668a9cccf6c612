namespace DataAccess.Providers;

/// <summary>Sends batches of one kind of row to one kind of database. Used for one batch at a time per instance.</summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class BatchInserter<T>
{
    /// <summary>
    /// How many bytes of values one batch may have so that the server takes it, where there is such a limit; it may become known
    /// with the first connection. Default: none.
    /// </summary>
    public virtual long PacketBytes => long.MaxValue;

    /// <summary>
    /// Puts all rows of the attempt into the table in one transaction, and returns when COMMIT was answered. Rows refused one
    /// by one may be left out with <see cref="BatchAttempt{T}.Reject"/>. Where it throws, nothing of the attempt may be
    /// committed, unless <see cref="BatchAttempt{T}.CommitIsSent"/> was called before. Where the attempt has a
    /// <see cref="BatchAttempt{T}.BatchId"/>, the ledger's row is inserted in the same transaction (<see cref="LedgerSql"/>).
    /// </summary>
    /// <param name="connection">An open connection in its first state. After an exception that the server answered with, the transaction is rolled back by the inserter.</param>
    /// <param name="attempt">The rows, and where to say what happens.</param>
    /// <param name="cancellationToken">Gives up. After COMMIT was sent the outcome is then unknown.</param>
    public abstract ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Asks the database, without a row, whether it takes batches for the table at all; throws what it would refuse every batch
    /// with, as for a table, column or permission that is missing. Called after a <see cref="FailureKind.Fatal"/> failure: the
    /// writer stops where this throws, and else looks for the row that the failure is of. Does nothing by default.
    /// </summary>
    /// <param name="connection">An open connection in its first state. Nothing may be left open on it.</param>
    /// <param name="withLedger">Whether batches also write to the ledger (<see cref="LedgerSql"/>).</param>
    /// <param name="cancellationToken">Gives up.</param>
    public virtual ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken) => default;

    /// <summary>
    /// The row that an exception of <see cref="InsertAsync"/> names as the one refused, by its number or its key, so that it
    /// alone is left out; where there is none the batch is halved until it is found.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="rows">The rows of that attempt.</param>
    /// <returns>The row's index, or -1.</returns>
    public virtual int FindRefused(Exception exception, ReadOnlySpan<T> rows) => -1;
}
