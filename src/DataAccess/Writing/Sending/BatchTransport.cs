using System.Runtime.CompilerServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Failures;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Writing.Outcomes;
using DataAccess.Writing.Spooling;

namespace DataAccess.Writing.Sending;

/// <summary>Makes one attempt to insert rows into the database, and reports how it ended.</summary>
internal sealed class BatchTransport<T>(WriterContext<T> context, BatchInserter<T> inserter, Ledger? ledger)
{
    private readonly DatabaseProvider _provider = context.Session.Provider;
    private readonly TimeProvider _time = context.Session.Time;

    // Drivers count timeouts in milliseconds, as an int.
    private int CommandTimeoutSeconds => (int)Math.Min(2_000_000, Math.Ceiling(context.Options.SendTimeout.TotalSeconds));

    public long StatementLimit => inserter.StatementLimit;

    /// <param name="rows">The rows.</param>
    /// <param name="changes">What is done with each of them; empty if all are inserted.</param>
    /// <param name="spooled">Their numbers in the spool; null if they do not come from there.</param>
    /// <param name="oldestAt">When the oldest of them was admitted.</param>
    /// <param name="isSearch">Whether the database accepts other rows, so that an answer that it cannot accept these says nothing about the connection.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<BatchResult> TryAsync(ReadOnlyMemory<T> rows, ReadOnlyMemory<RowChange> changes, SpoolRanges? spooled, long oldestAt, bool isSearch)
    {
        // A new id each time: an attempt whose id was found in the ledger, or closed there, is never repeated under it.
        var attempt = new BatchAttempt<T>(rows, ledger is null || spooled is not null ? null : Guid.NewGuid(), _time)
        {
            CommandTimeoutSeconds = CommandTimeoutSeconds,
            Changes = changes,
            LedgerSeconds = spooled is null ? ledger?.KeptSeconds ?? 0 : Ledger.SpooledSeconds,
            IsWhole = spooled is not null,
        };
        var recorded = spooled is null ? null : new SpooledAttempt(context.Spool!.Log, spooled);
        var result = await TryAsync(attempt, recorded, oldestAt, isSearch).ConfigureAwait(false);
        recorded?.End(result);
        return result;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<BatchResult> TryAsync(BatchAttempt<T> attempt, SpooledAttempt? spooled, long oldestAt, bool isSearch)
    {
        var rows = attempt.Rows;
        var age = new BatchAge(_time);
        var sentAt = _time.GetTimestamp();
        using var timeout = new CancellationTokenSource(context.Options.SendTimeout, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.Abort);
        try
        {
            await SendAsync(attempt, spooled, isSearch, ending.Token).ConfigureAwait(false);
            context.Metrics.Sent(sentAt, attempt.CommitSentAt);
            return new BatchResult(BatchStep.Ack, default, null, attempt.Rejected, Answers: attempt.Answers);
        }
        catch (Exception) when (attempt.IsCommitted)
        {
            // The rows are in the database, regardless of what happened to the connection or to a listener afterwards.
            return new BatchResult(BatchStep.Ack, default, null, attempt.Rejected, Answers: attempt.Answers);
        }
        catch (Exception exception)
        {
            var failure = FailureOf(exception, rows, timeout.IsCancellationRequested && !context.Abort.IsCancellationRequested);
            var step = exception is PartialBatchException && !attempt.IsCommitSent ? BatchStep.LeaveOut : FailurePolicy.AfterFailure(failure, IsInDoubt(attempt, exception, ending.Token), rows.Length, context.Abort.IsCancellationRequested);
            var result = new BatchResult(step, failure, exception, attempt.Rejected, Answers: attempt.Answers, IsAnswered: attempt.IsAnswered);
            return step switch
            {
                BatchStep.Unknown when ledger is not null && !attempt.IsAnswered => await SettleAsync(ledger, attempt, oldestAt, age, result).ConfigureAwait(false),
                BatchStep.CheckTable => await CheckTableAsync(result, rows, ending.Token).ConfigureAwait(false),
                _ => result,
            };
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask SendAsync(BatchAttempt<T> attempt, SpooledAttempt? spooled, bool isSearch, CancellationToken cancellationToken)
    {
        var lease = await context.Session.Connections.AcquireAsync(ConnectionRole.Writer, new LeaseHolder(nameof(BatchTransport<>)), cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (spooled is not null)
            {
                // On the disk before anything is sent, and only once there is a connection: while the database is away, nothing is recorded.
                attempt.BatchId = await spooled.BeginAsync(cancellationToken).ConfigureAwait(false);
            }

            try
            {
                await RunAsync(lease.Physical, attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Classify(lease, WriterFailures.Of(exception, _provider), IsInDoubt(attempt, exception, cancellationToken), isSearch);
                throw;
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<bool> InsertAsync(
        PhysicalConnection connection, (BatchInserter<T> Inserter, BatchAttempt<T> Attempt) state, CancellationToken cancellationToken)
    {
        await state.Inserter.InsertAsync(connection.ForBatches, state.Attempt, cancellationToken).ConfigureAwait(false);
        state.Attempt.IsCommitted = true;
        return true;
    }

    private ValueTask<bool> RunAsync(PhysicalConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
        => context.Session.Connections.Probes.All is { } probes
            ? connection.RunAsync(ProbedAsync, (Probes: probes, context.Table, Inserter: inserter, Attempt: attempt), cancellationToken)
            : connection.RunAsync(InsertAsync, (Inserter: inserter, Attempt: attempt), cancellationToken);

    /// <summary>Inserts between the probes. If they lose the answer, it is as if it was never read.</summary>
    private static async ValueTask<bool> ProbedAsync(
        PhysicalConnection connection, (DatabaseProbe[] Probes, string Table, BatchInserter<T> Inserter, BatchAttempt<T> Attempt) state, CancellationToken cancellationToken)
    {
        var (probes, table, inserter, attempt) = state;
        var call = new ProbedCall(ProbedCallKind.Batch, [table], 0, connection.Connection, null, connection.Provider) { Rows = attempt.Rows.Length };
        attempt.Committing = () => Array.ForEach(probes, probe => probe.Committing(call));
        try
        {
            return await ProbedWork.RunAsync(connection, call, probes, InsertAsync, (Inserter: inserter, Attempt: attempt), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (attempt.IsCommitted)
        {
            attempt.Committing = null;
            attempt.IsCommitted = false;
            attempt.CommitIsSent();
            throw;
        }
    }

    /// <summary>Once something that may commit was sent, only the server's own answer to it says how it ended.</summary>
    private bool IsInDoubt(BatchAttempt<T> attempt, Exception exception, CancellationToken cancellationToken)
        => attempt.IsCommitSent && !_provider.ProvesRollback(exception, cancellationToken.IsCancellationRequested);

    private void MarkCancelled(PhysicalConnection connection)
    {
        if (_provider.IsSynchronous)
        {
            // An interrupt ends before the call that it was for: the inserter has rolled back, and no cancel can arrive late.
            connection.MarkUnchecked();
        }
        else
        {
            // The reset also ensures that a late cancel does not hit another caller.
            connection.MarkDirty();
        }
    }

    private void Classify(ConnectionLease lease, in DatabaseFailure failure, bool isInDoubt, bool isSearch)
    {
        if (failure.Kind == FailureKind.Cancelled && !isInDoubt)
        {
            MarkCancelled(lease.Physical);
        }
        else if (isInDoubt || !failure.ServerAnswered || failure.Kind == FailureKind.StaleStatement
            || (failure.Kind == FailureKind.Unavailable && !_provider.IsSynchronous && !isSearch))
        {
            // After an Unavailable failure, another connection may reach another server, for example after a failover.
            lease.Invalidate();
        }
    }

    private DatabaseFailure FailureOf(Exception exception, ReadOnlyMemory<T> rows, bool isTimedOut)
    {
        var failure = WriterFailures.Of(exception, _provider);
        if (failure.Kind == FailureKind.Cancelled && context.Abort.IsCancellationRequested)
        {
            return WriterFailures.DrainTimedOut(context.DrainLimit) with { Code = failure.Code };
        }

        if (failure.Kind == FailureKind.Cancelled && isTimedOut)
        {
            return WriterFailures.SendTimedOut(context.Options.SendTimeout, failure.Code);
        }

        if (failure.Kind == FailureKind.ConnectionLost && isTimedOut)
        {
            // If the network is silent, the driver eventually drops the connection. The kind and code of its error say that there was no answer.
            return failure with { Message = $"{WriterFailures.SendTimedOut(context.Options.SendTimeout, null).Message} {failure.Message}" };
        }

        if (failure.Kind == FailureKind.Rejected && failure.RowIndex is null && rows.Length > 1)
        {
            var rejected = FindRejected(exception, rows);
            return rejected < 0 ? failure : failure with { RowIndex = rejected };
        }

        return ledger is null ? failure : WriterFailures.WithLedgerHint(failure, _provider.Dialect);
    }

    private int FindRejected(Exception exception, ReadOnlyMemory<T> rows)
    {
        if (exception is RowValueException)
        {
            // No server has received it.
            return -1;
        }

        try
        {
            return inserter.FindRejected(exception, rows.Span);
        }
        catch (Exception)
        {
            // Rows are read again for it, which may throw any exception. The batch is then halved.
            return -1;
        }
    }

    private async ValueTask<BatchResult> CheckTableAsync(BatchResult result, ReadOnlyMemory<T> rows, CancellationToken cancellationToken)
    {
        if (result.Exception is DatabaseUnavailableException or ObjectDisposedException or MappingException)
        {
            return result with { Step = BatchStep.Stop };
        }

        DatabaseFailure? check = null;
        try
        {
            await AskTableAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            check = FailureOf(exception, default, isTimedOut: false);
        }

        var failure = result.Failure.RowIndex is null && rows.Length > 1 && FindRejected(result.Exception!, rows) is >= 0 and var row
            ? result.Failure with { RowIndex = row }
            : result.Failure;
        var (step, told) = FailurePolicy.AfterCheck(failure, check, rows.Length);
        return context.Abort.IsCancellationRequested && step == BatchStep.Retry
            ? result with { Step = BatchStep.GiveUp }
            : result with { Step = step, Failure = told, IsBounded = true };
    }

    private async ValueTask AskTableAsync(CancellationToken cancellationToken)
    {
        var lease = await context.Session.Connections.AcquireAsync(ConnectionRole.Writer, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            try
            {
                await lease.Physical.RunAsync(
                    static async (connection, state, token) =>
                    {
                        await state.Inserter.CheckTableAsync(connection.ForBatches, state.WithLedger, token).ConfigureAwait(false);
                        return true;
                    },
                    (Inserter: inserter, WithLedger: ledger is not null),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Classify(lease, _provider.Classify(exception), isInDoubt: false, isSearch: false);
                throw;
            }
        }
    }

    private async ValueTask<BatchResult> SettleAsync(Ledger ledger, BatchAttempt<T> attempt, long oldestAt, BatchAge age, BatchResult result)
        => await ledger.SettleAsync(attempt.BatchId!.Value, oldestAt, age, attempt.IsWhole).ConfigureAwait(false) switch
        {
            LedgerAnswer.Committed => result with { Step = BatchStep.Ack },
            LedgerAnswer.Closed => result with { Step = context.Abort.IsCancellationRequested ? BatchStep.GiveUp : BatchStep.Retry, LeftOut = [] },
            _ => result,
        };
}
