using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Providers;

/// <content>Transactions, those that other code shares among them.</content>
public abstract partial class DatabaseProvider
{
    /// <summary>Whether an error says that a statement cannot run in a transaction.</summary>
    /// <param name="failure">The error.</param>
    public virtual bool ForbidsTransaction(in DatabaseFailure failure) => false;

    /// <summary>
    /// Begins a transaction. Options that are not set keep the database's default, and none of them remains in effect in the
    /// session.
    /// </summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="options">The isolation level, and whether the transaction is read-only.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract ValueTask<DbTransaction> BeginTransactionAsync(
        DbConnection connection, TransactionOptions options, CancellationToken cancellationToken);

    /// <summary>
    /// Whether a transaction is open in the session of a connection that its caller has opened, where beginning another one would end it or break the
    /// session. False, the default, also where the driver then refuses to begin.
    /// </summary>
    /// <param name="connection">An open connection, on which nothing is running.</param>
    public virtual ValueTask<bool> HasTransactionAsync(DbConnection connection) => new(false);

    /// <summary>Commits a transaction. Returns only if the database has committed all of it.</summary>
    /// <param name="transaction">A transaction of <see cref="BeginTransactionAsync"/>.</param>
    /// <param name="connection">Its connection.</param>
    /// <exception cref="TransactionRolledBackException">The database answered COMMIT with a rollback, or would have.</exception>
    /// <exception cref="TransactionEndedException">The transaction had already ended.</exception>
    [SuppressMessage("Design", "CA1062", Justification = "The library's own call.")]
    public virtual async ValueTask CommitAsync(DbTransaction transaction, BatchConnection connection)
        => await transaction.CommitAsync(CancellationToken.None).ConfigureAwait(false);

    /// <summary>Whether the session is still in a transaction that was begun in it and has not ended.</summary>
    /// <param name="connection">The transaction's connection, on which nothing is running; a driver that blocks is not called on its thread.</param>
    /// <param name="transaction">A transaction of <see cref="BeginTransactionAsync"/>.</param>
    /// <param name="askServer">Whether a statement that may have ended the transaction was run; otherwise only what needs no round trip is checked.</param>
    public virtual ValueTask<bool> IsInTransactionAsync(DbConnection connection, DbTransaction transaction, bool askServer) => new(true);

    /// <summary>
    /// The driver's own object for a transaction, for code that runs its commands with it and may end it. From now on,
    /// <see cref="IsInTransactionAsync"/> notices that, and stays correct beside the savepoints of that code. It sends nothing.
    /// </summary>
    /// <param name="connection">The transaction's connection, on which nothing is running.</param>
    /// <param name="transaction">A transaction of <see cref="BeginTransactionAsync"/>.</param>
    /// <exception cref="NotSupportedException">This version of the driver offers no such object.</exception>
    public virtual DbTransaction ShareTransaction(DbConnection connection, DbTransaction transaction) => transaction;

    /// <summary>Ends <see cref="ShareTransaction"/>, before the transaction is committed or rolled back: its object no longer works. It sends nothing.</summary>
    /// <param name="connection">The transaction's connection.</param>
    /// <param name="transaction">The transaction.</param>
    public virtual void EndSharing(DbConnection connection, DbTransaction transaction)
    {
    }

    /// <summary>Whether a result is open on a connection that other code has used. False, the default, also where the driver rejects the next statement then.</summary>
    /// <param name="connection">An open connection, on which nothing of the library is running.</param>
    public virtual bool HasOpenResult(DbConnection connection) => false;

    /// <summary>Whether the server reports each change of those settings to the driver, so that checking them costs no round trip.</summary>
    public virtual bool ReportsSettings => false;

    /// <summary>
    /// Checks the settings of a connection that its caller has opened, and on which the library would otherwise write or read wrong values. Called once for
    /// each connection, or before each call where <see cref="ReportsSettings"/>.
    /// </summary>
    /// <param name="connection">An open connection of the driver.</param>
    /// <param name="transaction">The caller's transaction, which a command must be given; null for none.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="InvalidOperationException">A setting does not fit; the message names it, its value and the fix.</exception>
    public virtual ValueTask CheckSettingsAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken) => default;
}
