using System.Data;
using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Sql;

namespace DataAccess.Sessions;

/// <summary>
/// A statement that gives rows, from when it is sent until its result is closed. It may be left before its end: then a read is
/// stopped, however many rows are left, and what writes is run to its end. Inside a transaction that any error would abort, a read has a
/// savepoint of its own, which is sent with it, so that stopping it harms nothing else.
/// </summary>
internal readonly struct StatementRun(PhysicalConnection connection, SqlText text, bool isRead, DbCommand? command, DbBatch? batch = null, bool isInSavepoint = false, bool hasOneResult = true, StatementCall? call = null, bool isSequential = false)
{
    /// <summary>Whether the driver blocks.</summary>
    public bool IsSynchronous => connection.Provider.IsSynchronous;

    /// <summary>The statement's command, where it is not part of a batch of several.</summary>
    public DbCommand Command => command!;

    /// <summary>Makes a statement ready to be sent.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="call">The statement.</param>
    /// <param name="command">Its command.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <param name="isSequential">Whether the values of a row are read in their order, while they arrive.</param>
    public static ValueTask<StatementRun> PrepareAsync(
        PhysicalConnection connection, StatementCall call, DbCommand command, CancellationToken cancellationToken, bool isSequential = false)
        => ReadSavepoint.IsWanted(connection, call.Text)
            ? InSavepointAsync(connection, call, command, isSequential, cancellationToken)
            : connection.SendsValues ? WithValuesAsync(connection, call, command, isSequential, cancellationToken)
            : new(new StatementRun(connection, call.Text, call.Text.IsRead, command, isSequential: isSequential));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DbDataReader> OpenAsync(CancellationToken cancellationToken)
    {
        // What was never sent needs no undoing.
        cancellationToken.ThrowIfCancellationRequested();
        connection.StartClock();
        try
        {
            var reader = await SendAsync(cancellationToken).ConfigureAwait(false);
            if (isRead && connection.Provider.KeepsColumns && !connection.Statements.HasFirstColumns(text, reader))
            {
                await reader.DisposeAsync().ConfigureAwait(false);
                throw connection.Provider.StaleColumns();
            }

            return connection.Provider.HasUnknownType(reader) ? await SendAgainAsync(reader, cancellationToken).ConfigureAwait(false) : reader;
        }
        catch (Exception exception) when (IsCancel(exception))
        {
            await UndoAsync(exception).ConfigureAwait(false);
            throw;
        }
        finally
        {
            connection.StopClock();
        }
    }

    /// <summary>Runs a statement that gives no rows; how many it changed.</summary>
    public Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        // The clock ends with the run.
        connection.StartClock();
        return batch is null ? command!.ExecuteNonQueryAsync(cancellationToken) : ExecuteBatchAsync(batch, cancellationToken);
    }

    private static async Task<int> ExecuteBatchAsync(DbBatch batch, CancellationToken cancellationToken)
    {
        await using (batch.ConfigureAwait(false))
        {
            return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask<StatementRun> WithValuesAsync(
        PhysicalConnection connection, StatementCall call, DbCommand command, bool isSequential, CancellationToken cancellationToken)
        => new(connection, call.Text, call.Text.IsRead, command, await ValuesBatch.AroundAsync(connection, call, cancellationToken).ConfigureAwait(false), call: call, isSequential: isSequential);

    /// <summary>Closes a result whose reading went well.</summary>
    /// <param name="reader">The result.</param>
    /// <param name="isAtEnd">Whether all its rows were read.</param>
    /// <param name="cancellationToken">Ends the wait for what has to be run to its end.</param>
    public ValueTask CloseAsync(DbDataReader reader, bool isAtEnd, CancellationToken cancellationToken)
        => isAtEnd || connection.Provider.IsSynchronous ? DisposeAsync(reader)
        : isRead ? LeaveAsync(reader, cancellationToken)
        : FinishAsync(reader, cancellationToken);

    /// <summary>Closes a result whose reading has failed. The failure is the one to tell; what this meets is left with the connection.</summary>
    public async ValueTask AbandonAsync(DbDataReader reader, Exception failure, CancellationToken cancellationToken)
    {
        // A driver's own failure has ended the statement. A token that was looked at, or a row that fits no type, has not.
        var hasEnded = failure is DbException || failure.InnerException is DbException && failure is OperationCanceledException;
        try
        {
            await CloseAsync(reader, isAtEnd: hasEnded, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfDriver(exception))
        {
            connection.Classify(exception);
        }

        if (hasEnded && IsCancel(failure))
        {
            await UndoAsync(failure).ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<DbDataReader> SendAsync(CancellationToken cancellationToken)
        => connection.SendsValues ? await SendWithValuesAsync(cancellationToken).ConfigureAwait(false)
            : isSequential ? await OpenSequentialAsync(cancellationToken).ConfigureAwait(false)
            : !hasOneResult ? await command!.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false)
            : batch is null
                ? ExactResult.IsPrepared(connection, text)
                    ? await command!.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellationToken).ConfigureAwait(false)
                    : await ExactResult.OpenAsync(connection, text, command!, cancellationToken).ConfigureAwait(false)
            : await batch.ExecuteReaderAsync(CommandBehavior.Default, cancellationToken).ConfigureAwait(false);

    private Task<DbDataReader> OpenSequentialAsync(CancellationToken cancellationToken)
        => batch is null
            ? command!.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken)
            : batch.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellationToken);

    /// <summary>The results of a batch behind that of the values.</summary>
    /// <exception cref="InvalidOperationException">There is no batch: nothing may be sent without the values.</exception>
    private async ValueTask<DbDataReader> SendWithValuesAsync(CancellationToken cancellationToken)
    {
        var sent = batch ?? throw new InvalidOperationException("The statement would be sent without the session values.");
        var reader = await sent.ExecuteReaderAsync(isSequential ? CommandBehavior.SequentialAccess : CommandBehavior.Default, cancellationToken).ConfigureAwait(false);
        try
        {
            await reader.NextResultAsync(cancellationToken).ConfigureAwait(false);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs a read again, once the driver knows a type that was created after the connection was opened.</summary>
    /// <exception cref="MappingException">The statement writes, and is not run again.</exception>
    private async ValueTask<DbDataReader> SendAgainAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var unknown = ExactResult.UnknownType(reader);
        await reader.DisposeAsync().ConfigureAwait(false);
        await connection.Provider.ReloadTypesAsync(connection.Connection, cancellationToken).ConfigureAwait(false);
        if (command is not null && connection.Statements.Prepares(text))
        {
            // What was prepared keeps the description of its columns.
            await connection.Provider.UnprepareAsync(command).ConfigureAwait(false);
            await connection.Provider.PrepareAsync(command, cancellationToken).ConfigureAwait(false);
        }

        if (isInSavepoint && batch is not null && call is { } sent)
        {
            await ReadSavepoint.FillAsync(batch, connection, connection.Statements.Prepares(text), new[] { sent }, cancellationToken).ConfigureAwait(false);
        }

        return isRead ? await SendAsync(cancellationToken).ConfigureAwait(false) : throw unknown;
    }

    private static async ValueTask<StatementRun> InSavepointAsync(
        PhysicalConnection connection, StatementCall call, DbCommand command, bool isSequential, CancellationToken cancellationToken)
    {
        var batch = await ReadSavepoint.AroundAsync(
            connection, connection.Statements.Prepares(call.Text), new[] { call }, cancellationToken).ConfigureAwait(false);
        return new StatementRun(connection, call.Text, isRead: true, command, batch, isInSavepoint: true, call: call, isSequential: isSequential);
    }

    private ValueTask DisposeAsync(DbDataReader reader) => batch is null ? reader.DisposeAsync() : DisposeWithAsync(batch, reader);

    private static async ValueTask DisposeWithAsync(DbBatch batch, DbDataReader reader)
    {
        await reader.DisposeAsync().ConfigureAwait(false);
        await batch.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Runs what writes to its end. That it failed after all is for the caller to know, whatever was read of it.</summary>
    private async ValueTask FinishAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        try
        {
            await Remainder.EndAsync(reader, CancelAsync, isBounded: false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await DisposeAsync(reader).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a read of which nothing more is wanted: a small rest is read, a large one is stopped.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask LeaveAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await Remainder.EndAsync(reader, CancelAsync, isBounded: true, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfDriver(exception))
        {
            failure = exception;
        }

        try
        {
            await DisposeAsync(reader).ConfigureAwait(false);
        }
        catch (Exception exception) when (IsOfDriver(exception))
        {
            failure ??= exception;
        }

        if (failure is not null)
        {
            await UndoAsync(failure).ConfigureAwait(false);
        }
    }

    /// <summary>A driver's cancel sends a request on a connection of its own and waits for it.</summary>
    private Task CancelAsync()
    {
        var (one, many) = (command, batch);
        connection.MarkUnchecked();
        return Task.Run(() =>
        {
            try
            {
                if (many is not null)
                {
                    many.Cancel();
                }
                else
                {
                    one!.Cancel();
                }
            }
            catch (Exception)
            {
                // A cancel that could not be sent, as on a connection that was just lost: what is read next tells what happened.
            }
        });
    }

    /// <summary>Takes a read that did not come to its end out of its transaction, or says what that is to the transaction.</summary>
    private async ValueTask UndoAsync(Exception failure)
    {
        if (!isInSavepoint || connection.Provider.Classify(failure) is { ServerAnswered: false, Kind: not FailureKind.Cancelled })
        {
            connection.Classify(failure);
            return;
        }

        await ReadSavepoint.UndoAsync(connection, failure).ConfigureAwait(false);
    }

    private static bool IsOfDriver(Exception exception)
        => exception is DbException or IOException or OperationCanceledException or TimeoutException or InvalidOperationException;

    private bool IsCancel(Exception failure)
        => failure is OperationCanceledException or DbException && connection.Provider.Classify(failure).Kind == FailureKind.Cancelled;
}
