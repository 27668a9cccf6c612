namespace DataAccess.Providers;

/// <summary>Sends batches of one kind of row to one kind of database. Used for one batch at a time per instance.</summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class BatchInserter<T>
{
    /// <summary>
    /// The maximum number of bytes of values in one batch that the server accepts, if there is such a limit; it may become known
    /// with the first connection. Default: no limit.
    /// </summary>
    public virtual long StatementLimit => long.MaxValue;

    /// <summary>
    /// Inserts all rows of the attempt into the table in one transaction, and returns when COMMIT was answered. Rows rejected one
    /// by one may be left out with <see cref="BatchAttempt{T}.Reject"/>. If it throws, nothing of the attempt may be
    /// committed, unless <see cref="BatchAttempt{T}.CommitIsSent"/> was called before. If the attempt has a
    /// <see cref="BatchAttempt{T}.BatchId"/>, the ledger row is inserted in the same transaction (<see cref="LedgerSql"/>).
    /// </summary>
    /// <param name="connection">An open connection in its initial state. After an error that the server reported, the inserter rolls the transaction back.</param>
    /// <param name="attempt">The rows, and where to report what happens.</param>
    /// <param name="cancellationToken">Cancels the operation. Once COMMIT was sent, the outcome is then unknown.</param>
    public abstract ValueTask InsertAsync(BatchConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken);

    /// <summary>
    /// Checks, without a row, whether the database accepts batches for the table at all; throws the error with which it would reject every batch,
    /// for example for a missing table, column or permission. Called after a <see cref="FailureKind.Fatal"/> failure: the
    /// writer stops if this throws, and otherwise looks for the row that caused the failure. Does nothing by default.
    /// </summary>
    /// <param name="connection">An open connection in its initial state. Nothing may be left open on it.</param>
    /// <param name="withLedger">Whether batches also write to the ledger (<see cref="LedgerSql"/>).</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public virtual ValueTask CheckTableAsync(BatchConnection connection, bool withLedger, CancellationToken cancellationToken) => default;

    /// <summary>
    /// The row that an exception of <see cref="InsertAsync"/> names as the rejected one, by its number or its key, so that it
    /// alone is left out; if there is none, the batch is halved until the row is found.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="rows">The rows of that attempt.</param>
    /// <returns>The row's index, or -1.</returns>
    public virtual int FindRejected(Exception exception, ReadOnlySpan<T> rows) => -1;
}
