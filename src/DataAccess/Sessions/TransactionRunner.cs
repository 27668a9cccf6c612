using System.Diagnostics;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Providers;
using DataAccess.Telemetry;

namespace DataAccess.Sessions;

/// <summary>Runs one attempt at a transaction to its end, which is one of: committed, rolled back, unknown.</summary>
internal static class TransactionRunner
{
    public static async ValueTask<TResult> RunAsync<TResult>(
        SessionContext context,
        TransactionOptions options,
        Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work,
        TimeSpan? within,
        SessionValues? values,
        CancellationToken cancellationToken)
    {
        var role = options.ReadOnly ? ConnectionRole.Reader : ConnectionRole.Writer;
        var lease = await context.Connections.AcquireAsync(role, new LeaseHolder(nameof(DatabaseSession.InTransactionAsync), Within: within), cancellationToken).ConfigureAwait(false);
        await using (lease.ConfigureAwait(false))
        {
            if (values is not null)
            {
                lease.Physical.UseValues(values);
            }

            return await RunAsync(context, lease, options, work, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs the attempt on a connection, which is marked as broken if its state is in doubt afterwards.</summary>
    public static async ValueTask<TResult> RunAsync<TResult>(
        SessionContext context,
        ConnectionLease lease,
        TransactionOptions options,
        Func<DatabaseTransaction, CancellationToken, ValueTask<TResult>> work,
        CancellationToken cancellationToken)
    {
        await BeginAsync(context, lease, options, cancellationToken).ConfigureAwait(false);
        var transaction = new DatabaseTransaction(context, lease);
        var began = Stopwatch.GetTimestamp();
        var before = lease.Physical.StatementTime;
        TResult result;
        try
        {
            result = await work(transaction, cancellationToken).ConfigureAwait(false);
            lease.Physical.IdleTime += Stopwatch.GetElapsedTime(began) - (lease.Physical.StatementTime - before);
            transaction.AbortCause?.Throw();
            cancellationToken.ThrowIfCancellationRequested();
            lease.Physical.ThrowIfTakenAway();
            if (transaction.IsBusy)
            {
                throw new InvalidOperationException(
                    "The work of the transaction returned while one of its streams was open or one of its calls was not awaited, so it was rolled back. Dispose streams and await calls inside the work.");
            }

            if (transaction.HasOpenParts)
            {
                throw DatabaseTransaction.LeftOpen("transaction");
            }

            await transaction.CheckSharedAsync().ConfigureAwait(false);
            transaction.AbortCause?.Throw();
        }
        catch (Exception exception)
        {
            await transaction.CheckAfterWorkAsync().ConfigureAwait(false);
            transaction.MarkEnded();
            if (transaction.IsBusy)
            {
                // The driver takes no ROLLBACK meanwhile. Closing the connection rolls back, and ends what is open.
                lease.Invalidate();
            }
            else
            {
                await RollbackAsync(context, lease).ConfigureAwait(false);
            }

            if (transaction.AbortCause?.SourceException is TransactionEndedException ended && !ReferenceEquals(ended, exception))
            {
                // Whoever hears of a failure takes everything to be undone, and would do it again.
                throw new TransactionEndedException(context.Provider.Endpoint, exception);
            }

            throw;
        }

        transaction.MarkEnded();
        await CommitAsync(context, lease).ConfigureAwait(false);
        transaction.MarkCommitted();
        return result;
    }

    /// <summary>The connection of a caller has a transaction already.</summary>
    public static InvalidOperationException AlreadyBegun(Exception? inner) => new(
        "The connection that was passed to Database.Use has a transaction that was not passed with it, so another one cannot be begun; nothing was done. "
        + "Pass the DbTransaction to Use as well, and InTransactionAsync sets a savepoint in it; or end that transaction first.",
        inner);

    private static async ValueTask BeginAsync(
        SessionContext context, ConnectionLease lease, TransactionOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (options.ReadOnly)
            {
                await lease.Physical.RestrictToReadsAsync(cancellationToken).ConfigureAwait(false);
            }

            await lease.Physical.RunAsync(
                static async (connection, options, ct) =>
                {
                    connection.Savepoints = 0;
                    await connection.BeginTransactionAsync(options, ct).ConfigureAwait(false);
                    return true;
                },
                options,
                cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception) when (lease.Physical is { IsBorrowed: true, Transaction: null } && exception is not ObjectDisposedException)
        {
            // The driver has sent nothing.
            throw AlreadyBegun(exception);
        }
        catch (Exception exception)
        {
            // Whether it began is not known.
            FailureOrigin.Mark(exception, context.Provider);
            lease.Invalidate();
            throw;
        }
    }

    private static async ValueTask CommitAsync(SessionContext context, ConnectionLease lease)
    {
        var span = Spans.Start(context.Provider.SpanTarget, "COMMIT");
        DatabaseFailure? failure = null;
        try
        {
            // No token: once COMMIT is sent, giving up would only lose the answer.
            await EndAsync(
                context,
                lease,
                ProbedCallKind.Commit,
                static async (connection, _, _) =>
                {
                    await connection.Provider.CommitAsync(connection.Transaction!, connection.ForCommit).ConfigureAwait(false);
                    await connection.EndTransactionAsync().ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            failure = context.Provider.Classify(exception);
            FailureOrigin.Mark(exception, context.Provider);
            lease.Invalidate();

            // As if cancelled: the driver's own command timeout may have fired.
            if (exception is TransactionRolledBackException or TransactionEndedException
                || context.Provider.ProvesRollback(exception, wasCancelled: true))
            {
                throw;
            }

            throw new CommitOutcomeUnknownException(context.Provider.Endpoint, exception);
        }
        finally
        {
            Spans.End(span, failure);
        }
    }

    private static ValueTask<bool> EndAsync(
        SessionContext context, ConnectionLease lease, ProbedCallKind kind, Func<PhysicalConnection, int, CancellationToken, ValueTask<bool>> work)
        => context.Connections.Probes.All is { } probes
            ? lease.Physical.RunAsync(ProbedWork.EndingAsync, (Probes: probes, Kind: kind, Work: work, State: 0), CancellationToken.None)
            : lease.Physical.RunAsync(work, 0, CancellationToken.None);

    private static async ValueTask RollbackAsync(SessionContext context, ConnectionLease lease)
    {
        var span = Spans.Start(context.Provider.SpanTarget, "ROLLBACK");
        DatabaseFailure? failure = null;
        try
        {
            await EndAsync(
                context,
                lease,
                ProbedCallKind.Rollback,
                static async (connection, _, _) =>
                {
                    await connection.Transaction!.RollbackAsync(CancellationToken.None).ConfigureAwait(false);
                    await connection.EndTransactionAsync().ConfigureAwait(false);
                    return true;
                }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The connection is closed, which rolls back as well; the caller is told of the first error, not of this one.
            failure = context.Provider.Classify(exception);
            Log.RollbackFailed(context.Logger, context.Provider.Endpoint, exception.GetType().Name);
            lease.Invalidate();
        }
        finally
        {
            Spans.End(span, failure);
        }
    }
}
