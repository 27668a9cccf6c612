using Polly;
using Polly.Retry;

namespace DataAccess;

/// <summary>Asks and keeps the table of batches; see <see cref="LedgerSql"/>.</summary>
internal sealed class Ledger
{
    // Old rows are removed this often in the time that they are kept.
    private const int PrunesPerRetention = 24;

    private static readonly ResiliencePropertyKey<long> OldestKey = new("oldest");

    private static readonly SqlStatement Table = SqlStatement.Raw(LedgerSql.Table);

    private readonly Database _database;
    private readonly TimeSpan _retention;
    private readonly TimeSpan _deliveryTimeout;
    private readonly TimeSpan _sendTimeout;
    private readonly CancellationToken _abort;
    private readonly ResiliencePipeline<LedgerAnswer> _retry;
    private readonly SqlStatement _ignoreConflicts;
    private long _prunedAt;

    public Ledger(Database database, RetryOptions retry, TimeSpan retention, TimeSpan deliveryTimeout, TimeSpan sendTimeout, CancellationToken abort)
    {
        _database = database;
        _retention = retention;
        _deliveryTimeout = deliveryTimeout;
        _sendTimeout = sendTimeout;
        _abort = abort;
        _prunedAt = database.Time.GetTimestamp();
        _ignoreConflicts = SqlStatement.Raw(database.Provider.Dialect.IgnoreConflicts("batch_id"));
        _retry = new ResiliencePipelineBuilder<LedgerAnswer> { TimeProvider = database.Time }
            .AddRetry(new RetryStrategyOptions<LedgerAnswer>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = retry.BaseDelay,
                MaxDelay = retry.MaxDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => new(
                    args.Outcome is { Exception: null, Result: LedgerAnswer.None }
                    && database.Time.GetElapsedTime(args.Context.Properties.GetValue(OldestKey, 0L)) < _deliveryTimeout),
            })
            .Build();
    }

    // A session has its time from the moment it is made, so each question needs its own.
    private DatabaseSession Session => _database.Within(_sendTimeout);

    public static async ValueTask EnsureAsync(Database database, CancellationToken cancellationToken)
        => await database.ExecuteAsync(SqlStatement.Raw(LedgerSql.Create(database.Provider.Dialect)), cancellationToken).ConfigureAwait(false);

    /// <summary>Finds out whether a batch was committed, and sees to it that it cannot be any more if not.</summary>
    public async ValueTask<LedgerAnswer> SettleAsync(Guid batchId, long oldestAt)
    {
        var context = ResilienceContextPool.Shared.Get(_abort);
        context.Properties.Set(OldestKey, oldestAt);
        try
        {
            return await _retry.ExecuteAsync(
                static async (_, state) => await state.Self.AskAsync(state.Id).ConfigureAwait(false), context, (Self: this, Id: batchId)).ConfigureAwait(false);
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

    /// <summary>Removes rows that nobody can ask for any more, now and then.</summary>
    public async ValueTask PruneAsync()
    {
        var last = Interlocked.Read(ref _prunedAt);
        if (_database.Time.GetElapsedTime(last) < _retention / PrunesPerRetention
            || Interlocked.CompareExchange(ref _prunedAt, _database.Time.GetTimestamp(), last) != last)
        {
            return;
        }

        try
        {
            var oldest = _database.Time.GetUtcNow() - _retention;
            await Session.ExecuteAsync($"delete from {Table} where written_at < {oldest}", _abort).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.LedgerNotPruned(_database.Logger, exception.Message);
        }
    }

    /// <summary>
    /// Puts a row that says "not committed" in the batch's place. Where the batch's transaction is still at work, the key makes
    /// this insert wait for its end; where the batch's row is there, it stays; and where it comes later, it fails on the key.
    /// </summary>
    private async ValueTask<LedgerAnswer> AskAsync(Guid batchId)
    {
        try
        {
            var now = _database.Time.GetUtcNow();
            var session = Session;
            await session.ExecuteAsync(
                $"insert into {Table} (batch_id, is_committed, written_at) values ({batchId}, {false}, {now}) {_ignoreConflicts}", _abort).ConfigureAwait(false);
            var committed = await session.QuerySingleAsync<bool>(
                $"select is_committed from {Table} where batch_id = {batchId}", _abort).ConfigureAwait(false);
            return committed ? LedgerAnswer.Committed : LedgerAnswer.Closed;
        }
        catch (Exception exception)
        {
            // Whatever it is, also where the writer is being closed: without an answer the rows end as unknown, and must end.
            Log.LedgerNotAnswered(_database.Logger, batchId, exception.Message);
            return LedgerAnswer.None;
        }
    }
}
