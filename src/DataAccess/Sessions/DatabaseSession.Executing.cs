using System.Data.Common;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Failures;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Sql;
using Polly;

namespace DataAccess;

/// <content>The pipeline that every call goes through.</content>
public abstract partial class DatabaseSession
{
    private StatementCall CallFor(SqlStatement statement)
    {
        var call = CallWithStreamsFor(statement);
        return call.Text.HasStreams
            ? throw new NotSupportedException($"A Stream is a value only of a statement that is sent alone and read as a whole, by ExecuteAsync or QueryAsync. It was not sent: {call.Text.Sql}")
            : call;
    }

    private StatementCall CallWithStreamsFor(SqlStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        AmbientTransaction.Refuse();
        var converted = Context.Conversions.Apply(statement);
        var text = Context.Texts.Get(converted);
        Admit(text);
        return new StatementCall(text, SqlRenderer.Values(converted, text, Dialect));
    }

    private ValueTask<TResult> ExecuteAsync<TResult>(
        SqlStatement statement, Func<StatementRun, SqlText, CancellationToken, ValueTask<TResult>> body, CancellationToken cancellationToken)
    {
        var call = CallWithStreamsFor(statement);
        return ExecuteAsync(call, RunCommandAsync, (Call: call, Body: body), cancellationToken);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<TResult> RunCommandAsync<TResult>(
        PhysicalConnection connection,
        (StatementCall Call, Func<StatementRun, SqlText, CancellationToken, ValueTask<TResult>> Body) state,
        CancellationToken cancellationToken)
    {
        var command = await connection.GetCommandAsync(state.Call, cancellationToken).ConfigureAwait(false);
        var run = await StatementRun.PrepareAsync(connection, state.Call, command, cancellationToken).ConfigureAwait(false);
        return await state.Body(run, state.Call.Text, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The one way of a call: attempted under the caller's deadline; a read whose connection was lost is repeated on another.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> ExecuteAsync<TState, TResult>(
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        using var clock = StartClock(cancellationToken);
        var token = clock?.Token ?? cancellationToken;
        try
        {
            if (call.Text.HasStreams)
            {
                return await AttemptWithStreamsAsync(call, work, state, token).ConfigureAwait(false);
            }

            Exception lost;
            try
            {
                return await AttemptAsync(call, work, state, token).ConfigureAwait(false);
            }
            catch (Exception exception) when (ReadRetry is not null && MayRepeat(call.Text) && IsLostConnection(exception))
            {
                lost = exception;
            }

            return await RepeatAsync(lost, ReadRetry, call, work, state, token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (clock?.HasExpired(cancellationToken) == true)
        {
            throw clock.Exceeded(exception);
        }
    }

    /// <summary>One attempt of a statement with streams. It is not repeated, because they have been read then.</summary>
    private async ValueTask<TResult> AttemptWithStreamsAsync<TState, TResult>(
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        var sent = await SentStreams.TakeAsync(call, Provider, cancellationToken).ConfigureAwait(false);
        await using (sent.ConfigureAwait(false))
        {
            return await AttemptAsync(call, SentStreams.RunAsync, (Sent: sent, Work: work, State: state), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>One attempt, between the probes if there are some.</summary>
    private ValueTask<TResult> AttemptAsync<TState, TResult>(
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
        => Context.Connections.Probes.All is { } probes
            ? RunAttemptAsync(call, ProbedWork.StatementAsync, (Probes: probes, Call: call, Work: work, State: state), cancellationToken)
            : RunAttemptAsync(call, work, state, cancellationToken);

    /// <summary>One attempt: acquires a connection, runs, classifies, traces and logs, and gives the connection back.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<TResult> RunAttemptAsync<TState, TResult>(
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        var lease = await BeginAsync(call.Text, cancellationToken).ConfigureAwait(false);
        var operation = OperationScope.Begin(Provider, call.Text);
        try
        {
            TResult result;
            try
            {
                result = await lease.Physical.RunAsync(work, state, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (IsOfConnection(lease, exception))
            {
                var failure = Classify(lease, exception);
                ThrowInstead(exception, failure, cancellationToken);
                if (lease.Physical.SendsValues && Provider.ForbidsTransaction(failure))
                {
                    throw new InvalidOperationException($"{failure.Message}, and a statement of a session with values (As) is sent with them in one. Run it without As: {call.Text.Sql}", exception);
                }

                if (failure.Kind != FailureKind.StaleStatement || exception is not DbException || !call.Text.IsPreparable)
                {
                    throw;
                }

                // The table changed under the prepared statement, or the session was made to forget it. The server did nothing, so it is
                // prepared anew and run, which is no retry. A procedure may say the same of a statement of its own, after others of it
                // were done. A transaction that any error ends is run again as a whole.
                await lease.Physical.RunAsync(ForgetAsync, call.Text, CancellationToken.None).ConfigureAwait(false);
                if (IsTransaction && Provider.AbortsTransactionOnError)
                {
                    throw;
                }

                result = await ClassifiedAsync(lease, lease.Physical.RunAsync(work, state, cancellationToken), cancellationToken).ConfigureAwait(false);
            }

            operation.Succeed(result);
            var elapsed = operation.Elapsed;
            Time(lease, call.Text, elapsed);
            QueryLog.Executed(call, elapsed, result);
            return result;
        }
        catch (Exception exception)
        {
            var failure = FailureOrigin.FailureOf(exception, Provider);
            operation.End(failure);
            QueryLog.Failed(call, failure);
            throw;
        }
        finally
        {
            await EndAsync(lease).ConfigureAwait(false);
        }
    }

    /// <summary>Runs a read again whose answer was lost; where that would write, the loss is what the caller is told.</summary>
    private async ValueTask<TResult> RepeatAsync<TState, TResult>(
        Exception lost,
        ResiliencePipeline retry,
        StatementCall call,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        try
        {
            // The text may hide a write, in a view or a user-defined operator; the first time it may have been done.
            return await retry.ExecuteAsync(
                static async (run, ct) => await run.Session.AttemptAsync(run.Call, ReadOnlyAttempt.RunAsync, (run.Session.Provider, run.Session.IsSaidToRead, run.Work, run.State), ct).ConfigureAwait(false),
                (Session: this, Call: call, Work: work, State: state),
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is RetryDeclinedException || (exception is DbException && ReadOnlyAttempt.IsRejectedWrite(Provider.Classify(exception))))
        {
            ExceptionDispatchInfo.Throw(lost);
            throw;
        }
    }

    private protected bool IsLostConnection(Exception exception)
        => FailureOrigin.IsFrom(exception, Provider) && Provider.Classify(exception).Kind == FailureKind.ConnectionLost;

    /// <summary>Awaits work on a lease, and classifies its failure.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private protected async ValueTask<TResult> ClassifiedAsync<TResult>(
        ConnectionLease lease, ValueTask<TResult> work, CancellationToken cancellationToken, CallClock? clock = null, StreamWatch? watch = null)
    {
        try
        {
            return await work.ConfigureAwait(false);
        }
        catch (Exception exception) when (watch?.Note(exception) != true && IsOfConnection(lease, exception))
        {
            ThrowInstead(exception, Classify(lease, exception), cancellationToken, clock);
            throw;
        }
    }

    /// <summary>Classifies a failure, which decides whether the connection may be handed on.</summary>
    private DatabaseFailure Classify(ConnectionLease lease, Exception exception)
    {
        FailureOrigin.Mark(exception, Provider);
        var failure = Provider.Classify(exception);
        lease.Physical.NoteFailure(failure.Kind);
        OnFailed(exception, failure);
        if (failure.Kind == FailureKind.Cancelled)
        {
            lease.Physical.MarkUnchecked();
        }
        else if (!failure.ServerAnswered)
        {
            lease.Physical.MarkBroken();
        }

        return failure;
    }

    /// <summary>Throws what the caller is told in place of the driver's exception, where that is another.</summary>
    private static void ThrowInstead(Exception exception, in DatabaseFailure failure, CancellationToken cancellationToken, CallClock? clock = null)
    {
        if (failure.Kind != FailureKind.Cancelled)
        {
            return;
        }

        if (clock?.HasExpired(cancellationToken) == true)
        {
            throw clock.Exceeded(exception);
        }

        if (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The query was cancelled.", exception, cancellationToken);
        }

        if (failure.Code is null && exception is DbException)
        {
            throw new DeadlineExceededException(failure.Message, exception);
        }
    }

    /// <summary>
    /// Whether the driver threw it, over this connection. A row's constructor or a user's converter may throw the same types; but
    /// when the driver does, the connection has ended.
    /// </summary>
    private static bool IsOfConnection(ConnectionLease lease, Exception exception)
        => !ReferenceEquals(exception, lease.PhysicalIfHeld?.UsersFailure)
        && (exception is DbException or OperationCanceledException or DeadlineExceededException
        || (exception is IOException or SocketException or TimeoutException && lease.Physical.IsBroken));

    private void Time(in ConnectionLease lease, SqlText text, TimeSpan elapsed)
    {
        if (lease.PhysicalIfHeld is { } connection)
        {
            connection.StatementTime += elapsed;
            connection.LastText = text.Sql;
        }

        Context.Connections.StatementTimes.Add(text.Sql, elapsed);
    }

    private static async ValueTask<bool> ForgetAsync(PhysicalConnection connection, SqlText text, CancellationToken cancellationToken)
    {
        await connection.Statements.RemoveAsync(text).ConfigureAwait(false);
        return true;
    }
}
