namespace DataAccess;

/// <summary>Puts rows into the database once, and says how that ended.</summary>
internal sealed class BatchTransport<T>(WriterContext<T> context, BatchInserter<T> inserter, Ledger? ledger)
{
    private readonly DatabaseProvider _provider = context.Database.Provider;
    private readonly TimeProvider _time = context.Database.Time;

    public long PacketBytes => inserter.PacketBytes;

    public async ValueTask<BatchResult> TryAsync(ReadOnlyMemory<T> rows, long oldestAt)
    {
        // A new id each time: an attempt whose id was found in the ledger, or closed there, is never repeated under it.
        var attempt = new BatchAttempt<T>(rows, ledger is null ? null : Guid.NewGuid(), _time);
        var sentAt = _time.GetTimestamp();
        using var timeout = new CancellationTokenSource(context.Options.SendTimeout, _time);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.Abort);
        try
        {
            await SendAsync(attempt, ending.Token).ConfigureAwait(false);
            context.Metrics.Sent(sentAt, attempt.CommitSentAt);
            return new BatchResult(BatchStep.Ack, default, null, attempt.Rejected);
        }
        catch (Exception exception)
        {
            var failure = FailureOf(exception, rows, attempt.IsCommitSent, timeout.IsCancellationRequested && !context.Abort.IsCancellationRequested);
            var step = BatchPolicy.AfterFailure(failure, attempt.IsCommitSent, rows.Length, context.Abort.IsCancellationRequested);
            var result = new BatchResult(step, failure, exception, attempt.Rejected);
            return step == BatchStep.Unknown && ledger is not null
                ? await SettleAsync(ledger, attempt.BatchId!.Value, oldestAt, result).ConfigureAwait(false)
                : result;
        }
    }

    private async ValueTask SendAsync(BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var lease = await context.Database.Connections.AcquireAsync(ConnectionRole.Writer, cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            try
            {
                await lease.Physical.RunAsync(
                    static async (connection, state, token) =>
                    {
                        await state.Inserter.InsertAsync(connection.ForBatches, state.Attempt, token).ConfigureAwait(false);
                        return true;
                    },
                    (Inserter: inserter, Attempt: attempt),
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                Doubt(lease, WriterFailures.Of(exception, _provider));
                throw;
            }
        }
    }

    private static void Doubt(ConnectionLease lease, in DatabaseFailure failure)
    {
        if (!failure.ServerAnswered || failure.Kind == FailureKind.StaleStatement)
        {
            lease.Invalidate();
        }
        else if (failure.Kind == FailureKind.Cancelled)
        {
            // The reset also proves that a late cancel hits nobody else.
            lease.Physical.MarkDirty();
        }
    }

    private DatabaseFailure FailureOf(Exception exception, ReadOnlyMemory<T> rows, bool isCommitSent, bool isTimedOut)
    {
        var failure = WriterFailures.Of(exception, _provider);
        if (isCommitSent && exception is ObjectDisposedException)
        {
            // The connection was closed under the COMMIT, which proves nothing of it.
            failure = failure with { Kind = FailureKind.ConnectionLost };
        }

        if (failure.Kind == FailureKind.Cancelled && context.Abort.IsCancellationRequested)
        {
            return WriterFailures.DrainTimedOut(context.Options.DrainTimeout) with { Code = failure.Code };
        }

        if (failure.Kind == FailureKind.Cancelled && isTimedOut)
        {
            return WriterFailures.SendTimedOut(context.Options.SendTimeout, failure.Code);
        }

        if (failure.Kind == FailureKind.ConnectionLost && isTimedOut)
        {
            // Where the network is silent, the driver gives up the connection in the end. Its kind and code say that nobody answered.
            return failure with { Message = $"{WriterFailures.SendTimedOut(context.Options.SendTimeout, null).Message} {failure.Message}" };
        }

        if (failure.Kind == FailureKind.Rejected && failure.RowIndex is null && rows.Length > 1)
        {
            var refused = FindRefused(exception, rows);
            return refused < 0 ? failure : failure with { RowIndex = refused };
        }

        return ledger is null ? failure : WriterFailures.WithLedgerHint(failure);
    }

    private int FindRefused(Exception exception, ReadOnlyMemory<T> rows)
    {
        if (exception is RowValueException)
        {
            // No server has seen it.
            return -1;
        }

        try
        {
            return inserter.FindRefused(exception, rows.Span);
        }
        catch (Exception)
        {
            // Rows are read again for it, which may throw what it likes. Then the batch is halved.
            return -1;
        }
    }

    private async ValueTask<BatchResult> SettleAsync(Ledger ledger, Guid batchId, long oldestAt, BatchResult result)
        => await ledger.SettleAsync(batchId, oldestAt).ConfigureAwait(false) switch
        {
            LedgerAnswer.Committed => result with { Step = BatchStep.Ack },
            LedgerAnswer.Closed => result with { Step = context.Abort.IsCancellationRequested ? BatchStep.GiveUp : BatchStep.Retry, LeftOut = [] },
            _ => result,
        };
}
