using System.Data.Common;
using System.Runtime.ExceptionServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Sql;
using Polly;

namespace DataAccess;

/// <summary>
/// The query verbs inside a transaction. It runs one statement at a time on one connection, and refuses use once the
/// transaction has ended.
/// </summary>
/// <remarks>
/// Other libraries use the transaction by its <see cref="Connection"/> and <see cref="Transaction"/>.
/// Nothing but <c>InTransactionAsync</c> ends a transaction: a statement that would, such as <c>commit</c>, or on MySQL one that
/// changes the schema, throws <see cref="InvalidOperationException"/> and is not sent. Where one ended it all the same, what
/// follows throws <see cref="TransactionEndedException"/>.
/// </remarks>
public sealed partial class DatabaseTransaction : DatabaseSession
{
    private readonly ConnectionLease _lease;
    private int _busy;
    private bool _ended;
    private bool _mayHaveEnded;

    internal DatabaseTransaction(SessionContext context, ConnectionLease lease)
        : base(context)
        => _lease = lease;

    private protected override ResiliencePipeline? ReadRetry => null;

    private protected override bool IsTransaction => true;

    /// <summary>
    /// Runs work inside a savepoint: where it throws, what it did is undone and the transaction goes on.
    /// </summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public override async ValueTask InTransactionAsync(
        Func<DatabaseTransaction, CancellationToken, ValueTask> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        AmbientTransaction.Refuse();
        ThrowIfEnded();
        cancellationToken.ThrowIfCancellationRequested();
        await CheckSharedAsync().ConfigureAwait(false);
        ThrowIfEnded();
        var connection = _lease.Physical;
        var name = Invariant($"dataaccess_sp{++connection.Savepoints}");
        var before = AbortCause;
        var wasShared = _shared is not null;
        await _open.SendAsync(cancellationToken).ConfigureAwait(false);
        var open = _open.Remember();
        await MarkAsync(static (t, savepoint, ct) => t.SaveAsync(savepoint, ct), name, cancellationToken).ConfigureAwait(false);
        try
        {
            await work(this, cancellationToken).ConfigureAwait(false);

            // What the work has hidden can still be undone here.
            AbortCause?.Throw();
            if (_open.HasOther(open))
            {
                throw LeftOpen("savepoint");
            }

            await _open.SendAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await UndoAsync(name, exception, before).ConfigureAwait(false);
            _open.Return(open);
            ShareAgain(wasShared);
            throw;
        }

        await MarkAsync(static (t, savepoint, ct) => t.ReleaseAsync(savepoint, ct), name, cancellationToken).ConfigureAwait(false);
        ShareAgain(wasShared);
    }

    /// <summary>The abort cause: why the transaction can no longer be committed; null while it can.</summary>
    internal ExceptionDispatchInfo? AbortCause { get; private set; }

    /// <summary>No statement is accepted any more, and nobody else has the transaction.</summary>
    internal void MarkEnded()
    {
        _ended = true;
        _open.End();
        EndSharing();
    }

    /// <summary>Whether a stream, or a call that nobody awaited, still has the connection.</summary>
    internal bool IsBusy => Volatile.Read(ref _busy) == 1;

    /// <summary>
    /// Undoes nested work. A server may have dropped the savepoint with the whole transaction, as MySQL does at a deadlock; then
    /// what failed in the nested work is what the whole transaction fails with, also where the caller goes on.
    /// </summary>
    private async ValueTask UndoAsync(string savepoint, Exception failure, ExceptionDispatchInfo? before)
    {
        if (AbortCause?.SourceException is TransactionEndedException)
        {
            // There is nothing left to undo it in.
            return;
        }

        try
        {
            // Not with the caller's token: a cancelled piece of work has to be undone too.
            await OnTransactionAsync(static (t, name, ct) => t.RollbackAsync(name, ct), savepoint, CancellationToken.None).ConfigureAwait(false);
            AbortCause = before;
        }
        catch (Exception exception) when (exception is DbException or IOException or InvalidOperationException)
        {
            // What the nested work threw is no reason where it was the connection that was lost while it was undone: the work may have handled it.
            AbortCause ??= ExceptionDispatchInfo.Capture(Provider.Classify(exception).Kind == FailureKind.ConnectionLost ? exception : failure);
        }
    }

    private protected override void Admit(SqlText text)
    {
        var effect = text.EffectOnTransaction;
        if (effect == TransactionEffect.Ends)
        {
            throw new InvalidOperationException(
                $"This statement would end the transaction before its work is done, and what follows would be committed separately; it was not sent: {text.Sql} "
                + $"Let InTransactionAsync commit and roll back, use tx.InTransactionAsync for a savepoint, and run statements that {Dialect.Name} commits implicitly outside the transaction.");
        }

        RefuseSavepoints(text);
        _mayHaveEnded |= effect == TransactionEffect.MayEnd;
    }

    private protected override ValueTask<ConnectionLease> BeginAsync(SqlText text, CancellationToken cancellationToken)
    {
        ThrowIfEnded();

        // A statement that was never sent has no effect.
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Exchange(ref _busy, 1) == 1)
        {
            throw new InvalidOperationException("A transaction runs one statement at a time. Await the first before starting the next.");
        }

        return _shared is null ? new(_lease) : BeginSharedAsync();
    }

    /// <summary>
    /// A server that has rolled back, or will answer COMMIT with a rollback, must not be trusted later, even if the work hides the
    /// failure and goes on.
    /// </summary>
    private protected override void OnFailed(Exception exception, in DatabaseFailure failure)
    {
        if (_lease.Physical.IsReadUndone)
        {
            return;
        }

        if (exception is TransactionRolledBackException or TransactionEndedException || failure.Kind is FailureKind.RolledBack or FailureKind.ConnectionLost)
        {
            AbortCause ??= ExceptionDispatchInfo.Capture(exception);
        }
        else if (Provider.AbortsTransactionOnError && (failure.ServerAnswered || failure.Kind == FailureKind.Cancelled))
        {
            AbortCause ??= failure.Kind == FailureKind.Cancelled
                ? Rolled("one of its statements was cancelled, after which the database accepts no others", exception)
                : ExceptionDispatchInfo.Capture(exception);
        }
    }

    private protected override async ValueTask EndAsync(ConnectionLease lease)
    {
        try
        {
            var connection = lease.Physical;
            connection.IsReadUndone = false;
            if (connection.Harm is { } harm)
            {
                connection.Harm = null;
                OnFailed(harm, Provider.Classify(harm));
            }

            if (AbortCause is { SourceException: not TransactionEndedException } && _mayHaveEnded && !Provider.AbortsTransactionOnError)
            {
                await CheckAfterFailureAsync(connection, AbortCause.SourceException).ConfigureAwait(false);
            }

            if (AbortCause is null && connection.IsClosed)
            {
                AbortCause = Rolled("its connection was closed because a statement did not end or the database was disposed", null);
            }

            if (AbortCause is null)
            {
                await CheckStillOpenAsync(connection).ConfigureAwait(false);
            }
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Checks whether the statement that was just run has ended the transaction, before another would be committed separately.</summary>
    private async ValueTask CheckStillOpenAsync(PhysicalConnection connection)
    {
        try
        {
            var ask = _mayHaveEnded;
            _mayHaveEnded = false;
            if (!await Provider.IsInTransactionAsync(connection.Connection, connection.Transaction!, ask).ConfigureAwait(false))
            {
                AbortCause = ExceptionDispatchInfo.Capture(new TransactionEndedException(Provider.Endpoint, null));
            }
        }
        catch (Exception exception) when (exception is DbException or IOException or InvalidOperationException)
        {
            AbortCause = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>
    /// A procedure failed, in a way that ends a transaction. It may have committed before, and then what the work did stays: unless the
    /// transaction is still the one that was begun, nobody can tell.
    /// </summary>
    private async ValueTask CheckAfterFailureAsync(PhysicalConnection connection, Exception failure)
    {
        _mayHaveEnded = false;
        try
        {
            if (!connection.IsClosed && await Provider.IsInTransactionAsync(connection.Connection, connection.Transaction!, askServer: true).ConfigureAwait(false))
            {
                return;
            }
        }
        catch (Exception exception) when (exception is DbException or IOException or InvalidOperationException)
        {
            // The server cannot be asked.
        }

        AbortCause = ExceptionDispatchInfo.Capture(new TransactionEndedException(Provider.Endpoint, failure));
    }

    /// <summary>Sets or releases a savepoint. Without it, it is not known what could still be undone.</summary>
    private async ValueTask MarkAsync(
        Func<DbTransaction, string, CancellationToken, Task> action, string savepoint, CancellationToken cancellationToken)
    {
        try
        {
            await OnTransactionAsync(action, savepoint, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            AbortCause ??= exception is OperationCanceledException
                ? Rolled("it was cancelled while setting or releasing a savepoint", exception)
                : ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }

    private async ValueTask OnTransactionAsync(
        Func<DbTransaction, string, CancellationToken, Task> action, string savepoint, CancellationToken cancellationToken)
    {
        try
        {
            await _lease.Physical.RunAsync(
                static async (connection, state, ct) =>
                {
                    await state.Action(connection.Transaction!, state.Savepoint, ct).ConfigureAwait(false);
                    return true;
                },
                (Action: action, Savepoint: savepoint),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            FailureOrigin.Mark(exception, Provider);
            throw;
        }
    }

    private ExceptionDispatchInfo Rolled(string cause, Exception? exception)
        => ExceptionDispatchInfo.Capture(new TransactionRolledBackException(Provider.Endpoint, cause, exception));

    private void ThrowIfEnded()
    {
        AbortCause?.Throw();
        if (_ended)
        {
            throw new ObjectDisposedException(nameof(DatabaseTransaction), "The transaction has ended. Do the work inside InTransactionAsync.");
        }
    }
}
