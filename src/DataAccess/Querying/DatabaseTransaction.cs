using System.Data.Common;
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
        : base(database.Provider, database.Texts)
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
        await OnTransactionAsync(static (t, savepoint, ct) => t.SaveAsync(savepoint, ct), name, cancellationToken).ConfigureAwait(false);
        try
        {
            await work(this, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            // Not with the caller's token: a cancelled piece of work has to be undone too.
            await OnTransactionAsync(static (t, savepoint, ct) => t.RollbackAsync(savepoint, ct), name, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        await OnTransactionAsync(static (t, savepoint, ct) => t.ReleaseAsync(savepoint, ct), name, cancellationToken).ConfigureAwait(false);
    }

    internal void MarkEnded() => _ended = true;

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
    {
        ThrowIfEnded();
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            throw new InvalidOperationException("A transaction runs one statement at a time. Await the first before starting the next.");
        }

        return new(_lease);
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
        if (_ended)
        {
            throw new ObjectDisposedException(nameof(DatabaseTransaction), "The transaction has ended. Do the work inside InTransactionAsync.");
        }
    }
}
