using System.Diagnostics.CodeAnalysis;
using DataAccess.Failures;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sessions;
using DataAccess.Telemetry;
using Polly;
using Polly.Retry;

namespace DataAccess.Writing.Sending;

/// <summary>Queries and maintains the ledger, a table of commit markers; see <see cref="LedgerSql"/>.</summary>
internal sealed class Ledger
{
    // How often expired rows are removed within the retention time.
    private const int PrunesPerRetention = 24;

    private static readonly ResiliencePropertyKey<long> OldestKey = new("oldest");

    private static readonly SqlStatement Table = SqlStatement.Raw(LedgerSql.Table);
    private static readonly SqlStatement Expiry = SqlStatement.Raw(LedgerSql.Expiry);

    /// <summary>
    /// For how many seconds the row of a batch of the spool is kept: a hundred years, as it is removed when the spool has nothing of the batch any more, and no sooner, whenever its
    /// process is started again.
    /// </summary>
    public const long SpooledSeconds = 100L * 366 * 24 * 60 * 60;

    private const int ForgottenTogether = 500;

    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private readonly SessionContext _context;
    private readonly TimeSpan _retention;
    private readonly TimeSpan _deliveryTimeout;
    private readonly TimeSpan _sendTimeout;
    private readonly CancellationToken _abort;
    private readonly ResiliencePipeline<LedgerAnswer> _retry;
    private readonly SqlStatement _ignoreConflicts;
    private readonly SqlStatement _seconds;
    private long _prunedAt;

    [UnconditionalSuppressMessage(
        "AOT", "IL3050", Justification = "Polly keeps all members of the result's type, and so of System.Enum, one of which makes arrays. It is not called.")]
    public Ledger(SessionContext context, RetryOptions retry, TimeSpan retention, TimeSpan deliveryTimeout, TimeSpan sendTimeout, CancellationToken abort)
    {
        _context = context;
        _retention = retention;
        _deliveryTimeout = deliveryTimeout;
        _sendTimeout = sendTimeout;
        _abort = abort;
        _prunedAt = context.Time.GetTimestamp();
        _ignoreConflicts = SqlStatement.Raw(context.Provider.Dialect.IgnoreConflicts("batch_id"));
        _seconds = SqlStatement.Raw(context.Provider.Dialect.UtcSeconds);

        // Both ends are truncated to whole seconds.
        KeptSeconds = (long)Math.Ceiling(retention.TotalSeconds) + 1;
        var strategy = new RetryStrategyOptions<LedgerAnswer>
        {
            MaxRetryAttempts = int.MaxValue,
            ShouldHandle = args => new(
                args.Outcome is { Exception: null, Result: LedgerAnswer.None }
                && args.Context.Properties.GetValue(OldestKey, 0L) is var oldest
                && (oldest == long.MaxValue || context.Time.GetElapsedTime(oldest) < _deliveryTimeout)),
        };
        RetryBackoff.Set(strategy, retry);
        _retry = new ResiliencePipelineBuilder<LedgerAnswer> { TimeProvider = context.Time }.AddRetry(strategy).Build();
    }

    // The deadline of a session starts when the session is created, so each query needs its own.
    private DatabaseSession Session => new DatabaseScope(_context, valuePrefix: "").WithBudget(_sendTimeout);

    /// <summary>The number of seconds for which a batch's row is kept.</summary>
    public long KeptSeconds { get; }

    /// <summary>
    /// The number of seconds for which a row is kept that says "not committed": it is not queried again, but a network may delay the batch's COMMIT for
    /// far longer than any time limit of the writer, and such rows are rare.
    /// </summary>
    private long ClosedSeconds => Math.Max(KeptSeconds, 24 * 60 * 60);

    public static async ValueTask EnsureAsync(DatabaseSession session, CancellationToken cancellationToken)
    {
        var dialect = session.Dialect;
        if (!await IsCurrentAfterAsync(session, LedgerSql.Create(dialect), cancellationToken).ConfigureAwait(false))
        {
            await IsCurrentAfterAsync(session, LedgerSql.Upgrade(dialect), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Changes the table, and returns whether it is complete. Another writer may do the same at the same time, and 'if not exists' does
    /// not see its changes before it has committed: PostgreSQL then answers with 23505 on an index of its catalog. The other writer's table can be used.
    /// </summary>
    private static async ValueTask<bool> IsCurrentAfterAsync(DatabaseSession session, string sql, CancellationToken cancellationToken)
    {
        try
        {
            await session.ExecuteAsync(SqlStatement.Raw(sql), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested)
        {
            if (!await IsCurrentAsync(session.Context, cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }

        return await IsCurrentAsync(session.Context, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<bool> IsCurrentAsync(SessionContext context, CancellationToken cancellationToken)
    {
        var columns = await context.DescribeTableAsync(new TableName(LedgerSql.Table), ConnectionRole.Writer, cancellationToken).ConfigureAwait(false);
        return columns.Any(static c => string.Equals(c.Name, LedgerSql.Expiry, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Determines whether a batch was committed, and if not, makes sure that it cannot be committed any more.</summary>
    /// <param name="batchId">The batch.</param>
    /// <param name="oldestAt">When its oldest row was admitted; the largest number to ask for as long as it takes.</param>
    /// <param name="age">How old the batch is.</param>
    /// <param name="isKept">Whether its row is kept for <see cref="SpooledSeconds"/>.</param>
    public async ValueTask<LedgerAnswer> SettleAsync(Guid batchId, long oldestAt, BatchAge age, bool isKept)
    {
        var context = ResilienceContextPool.Shared.Get(_abort);
        context.Properties.Set(OldestKey, oldestAt);
        try
        {
            return await _retry.ExecuteAsync(
                static async (_, state) => await state.Self.AskAsync(state.Id, state.Age, state.IsKept).ConfigureAwait(false), context, (Self: this, Id: batchId, Age: age, IsKept: isKept)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_abort.IsCancellationRequested)
        {
            return LedgerAnswer.None;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>Removes rows that can no longer be queried, from time to time.</summary>
    public async ValueTask PruneAsync()
    {
        var last = Interlocked.Read(ref _prunedAt);
        if (_context.Time.GetElapsedTime(last) < _retention / PrunesPerRetention
            || Interlocked.CompareExchange(ref _prunedAt, _context.Time.GetTimestamp(), last) != last)
        {
            return;
        }

        try
        {
            // Each row by its own expiry time and the database's clock, because other writers of the table may keep their rows longer.
            await Session.ExecuteAsync($"delete from {Table} where {Expiry} < {_seconds}", _abort).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.LedgerNotPruned(_context.Logger, exception.Message);
        }
    }

    /// <summary>Removes the rows of batches that will not be queried any more. Rows that say "not committed" stay for their time, for a COMMIT that a network delays.</summary>
    /// <returns>Whether that is done.</returns>
    public async ValueTask<bool> TryForgetAsync(IEnumerable<Guid> batches)
    {
        try
        {
            foreach (var ids in batches.Chunk(ForgottenTogether))
            {
                await Session.ExecuteAsync($"delete from {Table} where is_committed = {true} and batch_id in {ids}", _abort).ConfigureAwait(false);
            }

            return true;
        }
        catch (Exception exception)
        {
            Log.LedgerNotPruned(_context.Logger, exception.Message);
            return false;
        }
    }

    /// <summary>How many of some batches were committed; asks until there is an answer.</summary>
    public async ValueTask<int> FindCommittedAsync(Guid[] batches, CancellationToken abort)
    {
        while (true)
        {
            try
            {
                return await Session.QuerySingleAsync<int>($"select count(*) from {Table} where is_committed = {true} and batch_id in {batches}", abort).ConfigureAwait(false);
            }
            catch (Exception exception) when (!abort.IsCancellationRequested)
            {
                Log.LedgerNotAnswered(_context.Logger, batches[0], exception.Message);
                await Task.Delay(AskAgainAfter, _context.Time, abort).ConfigureAwait(false);
            }
        }
    }

    /// <summary>
    /// Inserts a row that says "not committed" in the batch's place. If the batch's transaction is still running, the key makes
    /// this insert wait for its end; if the batch's row exists, it stays; and if it arrives later, it fails on the key.
    /// </summary>
    private async ValueTask<LedgerAnswer> AskAsync(Guid batchId, BatchAge age, bool isKept)
    {
        try
        {
            var session = Session;
            await session.ExecuteAsync(
                $"{LedgerSql.Row(session.Dialect, batchId, isCommitted: false, ClosedSeconds)} {_ignoreConflicts}", _abort).ConfigureAwait(false);
            var committed = await session.QuerySingleAsync<bool>(
                $"select is_committed from {Table} where batch_id = {batchId}", _abort).ConfigureAwait(false);
            if (committed || isKept || age.Elapsed < _retention)
            {
                return committed ? LedgerAnswer.Committed : LedgerAnswer.Closed;
            }

            // The query came so late that the batch's own row may have been removed, for example because the machine was asleep.
            Log.LedgerNotAnswered(_context.Logger, batchId, "its row may have been removed, as LedgerRetention has passed");
            return LedgerAnswer.None;
        }
        catch (Exception exception)
        {
            // Whatever it is, even if the writer is being closed: without an answer the rows end as unknown, and they must end.
            Log.LedgerNotAnswered(_context.Logger, batchId, exception.Message);
            return LedgerAnswer.None;
        }
    }
}

/// <summary>What the ledger says about a batch whose COMMIT was not answered.</summary>
internal enum LedgerAnswer
{
    /// <summary>The ledger could not be queried.</summary>
    None,

    /// <summary>The batch is in the database.</summary>
    Committed,

    /// <summary>The batch is not in the database, and its transaction can no longer commit.</summary>
    Closed,
}
