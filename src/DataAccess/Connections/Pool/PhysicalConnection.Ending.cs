using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Statements;
using DataAccess.Failures;
using DataAccess.Telemetry;
using DataAccess.Threading;
using Microsoft.Extensions.Logging;

namespace DataAccess.Connections.Pool;

/// <content>How what runs on it is ended from outside, and what its caller is told then.</content>
internal sealed partial class PhysicalConnection
{
    private readonly CancelGuard? _guard;
    private volatile string? _takenAway;
    private volatile bool _isClosedByCancel;

    /// <summary>Gives a statement that is sent next its time to the first answer, where the library bounds that.</summary>
    public void StartClock() => _guard?.StartClock();

    /// <summary>The first answer is there.</summary>
    public void StopClock() => _guard?.StopClock();

    /// <exception cref="ObjectDisposedException">It was taken away from its user.</exception>
    public void ThrowIfTakenAway()
    {
        if (_takenAway is { } reason)
        {
            throw PoolErrors.TakenAway(reason, null);
        }
    }

    /// <summary>Takes the connection away from whoever still uses it.</summary>
    /// <param name="logger">Where it is told that this failed.</param>
    /// <param name="reason">What he is told instead of what his driver meets; null where he is told something else.</param>
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
                // So that the server does not work on for nobody. Where it does not end, the guard closes the connection.
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
            return await ToldAsync(work(this, state, token)).ConfigureAwait(false);
        }
        catch (Exception exception) when (_takenAway is null && (token.IsCancellationRequested || guard.HasRung)
            && (_isClosedByCancel || exception is DbException or OperationCanceledException) && IsOfEnding(exception))
        {
            if (guard.HasRung)
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

    /// <summary>Awaits work; where the connection was taken away from it, its caller is told that and not what the driver met.</summary>
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

    /// <summary>Whether an exception may come from a connection that was closed, or a statement that was interrupted, under its user.</summary>
    private bool IsOfEnding(Exception exception)
        => exception is not (MappingException or RowValueException or TransactionRolledBackException or TransactionEndedException)
            && _provider.Classify(exception) is { ServerAnswered: false } or { Kind: FailureKind.Cancelled or FailureKind.ConnectionLost };
}
