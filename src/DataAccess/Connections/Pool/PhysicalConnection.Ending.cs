using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Statements;
using DataAccess.Failures;
using DataAccess.Telemetry;
using DataAccess.Threading;
using Microsoft.Extensions.Logging;

namespace DataAccess.Connections.Pool;

/// <content>How running work is ended from outside, and which error its caller gets.</content>
internal sealed partial class PhysicalConnection
{
    private readonly CancelGuard? _guard;
    private volatile string? _takenAway;
    private volatile bool _isClosedByCancel;

    /// <summary>Whether the lease was of no use: it failed, other than by a rejected value, or was cancelled. It then does not count as served.</summary>
    public bool HasFailed { get; set; }

    /// <summary>Whether the server rolled the lease's transaction back because of others: a deadlock, a serialization failure, a lock timeout.</summary>
    public bool HasConflicted { get; set; }

    /// <summary>What a stream of the caller's has thrown while it was sent, which is no failure of the database; null for nothing.</summary>
    public Exception? UsersFailure { get; set; }

    /// <summary>Records a statement's failure.</summary>
    public void NoteFailure(FailureKind kind)
    {
        HasFailed |= kind is not (FailureKind.Rejected or FailureKind.StaleStatement);
        HasConflicted |= kind is FailureKind.RolledBack;
    }

    /// <summary>Starts the time limit of the next statement until its first answer, if the library enforces it.</summary>
    public void StartClock() => _guard?.StartClock();

    /// <summary>The first answer has arrived.</summary>
    public void StopClock() => _guard?.StopClock();

    /// <exception cref="ObjectDisposedException">The connection was taken away from its user.</exception>
    public void ThrowIfTakenAway()
    {
        if (_takenAway is { } reason)
        {
            throw PoolErrors.TakenAway(reason, null);
        }
    }

    /// <summary>Takes the connection away from its current user.</summary>
    /// <param name="logger">Where a failure is logged.</param>
    /// <param name="reason">The error message for the user instead of the driver's error; null if the user gets another error.</param>
    public async ValueTask AbortQuietlyAsync(ILogger logger, string? reason)
    {
        _takenAway ??= reason;
        MarkBroken();
        try
        {
            if (_thread is not null)
            {
                Interrupt();
            }
            else if (!_isClosedByCancel && _guard?.TryCancel() == true)
            {
                // So that the server does not continue work that is no longer needed. If it does not end, the guard closes the connection.
            }
            else
            {
                await Connection.CloseAsync().ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            Log.CloseFailed(logger, _provider.Endpoint, exception.GetType().Name);
        }
    }

    private void TakeAwayAfterCancel()
    {
        _isClosedByCancel = true;
        Unfinished = Detached.RunAsync(() => AbortQuietlyAsync(Pool.Logger, reason: null).AsTask());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> RunGuardedAsync<TState, TResult>(
        CancelGuard guard,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        if (!guard.TryBegin(cancellationToken, out var token))
        {
            return await work(this, state, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await work(this, state, token).ConfigureAwait(false);
        }
        catch (Exception exception) when (_takenAway is { } reason && IsOfEnding(exception))
        {
            throw PoolErrors.TakenAway(reason, exception);
        }
        catch (Exception exception) when (_takenAway is null && (token.IsCancellationRequested || guard.HasExpired)
            && (_isClosedByCancel || exception is DbException or OperationCanceledException) && IsOfEnding(exception))
        {
            if (guard.HasExpired)
            {
                throw new DeadlineExceededException(_provider.StatementTimeout!.Message, exception);
            }

            if (exception is OperationCanceledException || _provider.Classify(exception).Kind == FailureKind.Cancelled)
            {
                throw;
            }

            throw new OperationCanceledException("The statement was cancelled and its connection was closed, because the server did not answer.", exception, cancellationToken);
        }
        finally
        {
            await guard.EndAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Awaits work; if the connection was taken away meanwhile, its caller gets that error and not the driver's.</summary>
    private ValueTask<TResult> ToldAsync<TResult>(ValueTask<TResult> work)
        => work.IsCompletedSuccessfully ? work : AwaitToldAsync(work);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> AwaitToldAsync<TResult>(ValueTask<TResult> work)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (Exception exception) when (_takenAway is { } reason && IsOfEnding(exception))
        {
            throw PoolErrors.TakenAway(reason, exception);
        }
    }

    /// <summary>Whether an exception may come from a connection that was closed, or a statement that was interrupted, while in use.</summary>
    private bool IsOfEnding(Exception exception)
        => exception is not (MappingException or RowValueException or TransactionRolledBackException or TransactionEndedException)
            && _provider.Classify(exception) is { ServerAnswered: false } or { Kind: FailureKind.Cancelled or FailureKind.ConnectionLost };
}
