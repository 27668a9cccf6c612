using System.Data.Common;
using System.Runtime.ExceptionServices;
using Polly;

namespace DataAccess;

/// <summary>
/// The query verbs inside a transaction. It runs one statement at a time on one connection, and refuses use once the
/// transaction has ended.
/// </summary>
public sealed class DatabaseTransaction : DatabaseSession
{
    private readonly ConnectionLease _lease;
    private int _savepoints;
    private int _busy;
    private bool _ended;

    internal DatabaseTransaction(Database database, ConnectionLease lease)
        : base(database.Provider, database.Texts, database.QueryLog)
        => _lease = lease;

    private protected override ResiliencePipeline? ReadRetry => null;

    /// <summary>
    /// Runs work inside a savepoint: where it throws, what it did is undone and the transaction goes on.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public override async ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        ThrowIfEnded();
        var name = $"sp{++_savepoints}";
        var before = Doom;
        await OnTransactionAsync(static (t, savepoint, ct) => t.SaveAsync(savepoint, ct), name, cancellationToken).ConfigureAwait(false);
        try
        {
            await work(this, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await UndoAsync(name, exception, before).ConfigureAwait(false);
            throw;
        }

        await OnTransactionAsync(static (t, savepoint, ct) => t.ReleaseAsync(savepoint, ct), name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Why the transaction cannot be committed any more, or null.</summary>
    internal ExceptionDispatchInfo? Doom { get; private set; }

    internal void MarkEnded() => _ended = true;

    /// <summary>
    /// Undoes nested work. A server may have dropped the savepoint with the whole transaction, as MySQL does at a deadlock; then
    /// what failed in the nested work is what the whole transaction fails with, also where the caller goes on.
    /// </summary>
    private async ValueTask UndoAsync(string savepoint, Exception failure, ExceptionDispatchInfo? before)
    {
        try
        {
            // Not with the caller's token: a cancelled piece of work has to be undone too.
            await OnTransactionAsync(static (t, name, ct) => t.RollbackAsync(name, ct), savepoint, CancellationToken.None).ConfigureAwait(false);
            Doom = before;
        }
        catch (Exception exception) when (exception is DbException or IOException or InvalidOperationException)
        {
            Doom ??= ExceptionDispatchInfo.Capture(failure);
        }
    }

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            throw new InvalidOperationException("A transaction runs one statement at a time. Await the first before starting the next.");
        }

        return new(_lease);
    }

    /// <summary>
    /// A server that has rolled back, or will answer COMMIT with a rollback, must not be taken at its word later, also where the
    /// work hides the failure and goes on.
    /// </summary>
    private protected override void OnFailed(Exception exception, in DatabaseFailure failure)
    {
        if (failure.Kind is FailureKind.RolledBack or FailureKind.ConnectionLost || (failure.ServerAnswered && Provider.AbortsTransactionOnError))
        {
            Doom ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    private protected override ValueTask EndAsync(ConnectionLease lease)
    {
        Volatile.Write(ref _busy, 0);
        return ValueTask.CompletedTask;
    }

    private async ValueTask OnTransactionAsync(
        Func<DbTransaction, string, CancellationToken, Task> action, string savepoint, CancellationToken cancellationToken)
        => await _lease.Physical.RunAsync(
            static async (connection, state, ct) =>
            {
                await state.Action(connection.Transaction!, state.Savepoint, ct).ConfigureAwait(false);
                return true;
            },
            (Action: action, Savepoint: savepoint),
            cancellationToken).ConfigureAwait(false);

    private void ThrowIfEnded()
    {
        Doom?.Throw();
        if (_ended)
        {
            throw new ObjectDisposedException(nameof(DatabaseTransaction), "The transaction has ended. Do the work inside InTransactionAsync.");
        }
    }
}
