using DataAccess.Mapping;
using DataAccess.MySql.Failures;
using DataAccess.MySql.Sessions;
using DataAccess.MySql.Types;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Inserting.Loading;

/// <summary>
/// Sends a batch with LOAD DATA, in a transaction that is committed only if all rows were loaded without a warning. Otherwise nothing of
/// it is stored, and the batch must be sent with INSERT.
/// </summary>
internal sealed class MySqlLoadTransaction<T>(DatabaseProvider provider, TableMap<T> map)
    where T : notnull
{
    private readonly MySqlLoad<T> _load = new(provider, map);
    private readonly MySqlLoadBackoff _backoff = new();
    private readonly string _ledger = LedgerSql.Insert(provider.Dialect);
    private bool? _isComputed;

    /// <summary>Whether the rows are committed; if not, none of them is stored.</summary>
    public async ValueTask<bool> TryInsertAsync(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        if (!_backoff.MayTry() || (_isComputed ??= await IsComputedAsync(connection, attempt, cancellationToken).ConfigureAwait(false)))
        {
            return false;
        }

        try
        {
            var plan = await BeginAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
            if (plan is not null && await LoadAsync(connection, plan, attempt, cancellationToken).ConfigureAwait(false))
            {
                attempt.CommitIsSent();
                await MySqlBatchTransaction.CommitAsync(connection, attempt, cancellationToken).ConfigureAwait(false);
                _backoff.Succeeded();
                return true;
            }
        }
        catch
        {
            await MySqlBatchTransaction.RollBackAsync(connection, attempt).ConfigureAwait(false);

            throw;
        }

        _backoff.Failed();
        if (!await MySqlBatchTransaction.RollBackAsync(connection, attempt).ConfigureAwait(false))
        {
            throw new IOException($"The connection to {provider.Endpoint} was lost while a batch was being rolled back.");
        }

        return false;
    }

    /// <summary>Whether the server computes one of the columns: LOAD DATA then silently ignores the row's value, and an INSERT rejects it.</summary>
    private async ValueTask<bool> IsComputedAsync(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var columns = await MySqlColumns.ReadAsync(connection, map.Table, MySqlCommandTimeout.ForSmall(attempt), cancellationToken).ConfigureAwait(false);
        return columns.Any(c => c.IsGenerated && map.Inserted.Any(m => string.Equals(m.Column, c.Name, StringComparison.OrdinalIgnoreCase)));
    }

    private async ValueTask<MySqlLoadColumn[]?> BeginAsync(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var ledger = attempt.BatchId is null ? "" : _ledger + ";";
        var command = new MySqlCommand($"start transaction;{ledger}{_load.DescribeSql}", connection) { CommandTimeout = MySqlCommandTimeout.For(attempt) };
        await using (command.ConfigureAwait(false))
        {
            if (attempt.BatchId is not null)
            {
                MySqlRowWriter.Grow(command.Parameters, LedgerSql.ParameterTypes.Count);
                LedgerSql.WriteParameters(attempt, new MySqlRowWriter(command.Parameters));
            }

            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return _load.PlanFor(reader);
            }
        }
    }

    private async ValueTask<bool> LoadAsync(
        MySqlConnection connection, MySqlLoadColumn[] plan, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await _load.TryAsync(connection, plan, attempt, cancellationToken).ConfigureAwait(false);
        }
        catch (MySqlException exception) when (exception.InnerException is OperationCanceledException)
        {
            // The stream noticed the cancellation before the server did.
            throw new OperationCanceledException(exception.Message, exception, cancellationToken);
        }
        catch (Exception exception) when (IsRejection(exception, cancellationToken))
        {
            return false;
        }
    }

    /// <summary>Whether an INSERT may succeed or give a better message; false for the server's state and the caller's cancellation.</summary>
    private static bool IsRejection(Exception exception, CancellationToken cancellationToken)
        => !cancellationToken.IsCancellationRequested
            && exception is MySqlException or NotSupportedException
            && (exception is not MySqlException { InnerException: null } server
                || MySqlFailures.Classify(server).Kind is FailureKind.Rejected or FailureKind.Fatal);
}
