using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations;

/// <summary>What every part of a run shares: the session that has the lock, the history in it, the options.</summary>
internal sealed class RunContext(
    MigrationSession session, MigrationEngine engine, string? schema, MigrationOptions options, TimeProvider time, ILogger logger, IProgress<MigrationProgress>? progress)
{
    public MigrationSession Session { get; } = session;

    public MigrationEngine Engine { get; } = engine;

    public MigrationOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    public MigrationHistory History { get; } = new(session, engine, schema);

    /// <summary>The schema that the history is in.</summary>
    public string? Schema { get; } = schema;

    public HistoryWrites Writes => field ??= new HistoryWrites(History.Quoted, History.QuotedSteps, Engine);

    public LockRetry Retry => field ??= new LockRetry(this);

    public void Report(MigrationWork work, MigrationStep step, BackfillProgress? backfill = null)
        => progress?.Report(new MigrationProgress(
            work.Migration.Name, step.Number, work.Steps.Count, step.Statement.Line, Planner.FirstLine(step.Statement.Text))
        {
            Backfill = backfill,
        });

    /// <summary>Runs a migration that is not one transaction.</summary>
    public ValueTask StepwiseAsync(MigrationWork work, bool isResumed, CancellationToken cancellationToken)
        => work.Script.Directives.Backfill is { } backfill
            ? new BackfillRun(this, work, backfill).RunAsync(isResumed, cancellationToken)
            : new SteppedRun(this).RunAsync(work, isResumed, cancellationToken);

    public IReadOnlyList<SqlCall> LockTimeoutFor(MigrationScript script)
        => Engine.SetLockTimeout(Session, script.Directives.LockTimeout ?? Options.LockTimeout);

    /// <summary>Writes to the history in a transaction of its own, again and again while another session's lock is in the way.</summary>
    public ValueTask WriteAsync(IReadOnlyList<SqlCall> calls)
        => Retry.RunAsync("the history", () => TryWriteAsync(calls), static () => "The next run finds out where this one stood.", CancellationToken.None);

    /// <summary>Makes the history's tables, and lets the session give up on locks from now on.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await Session.ExecuteAllAsync(Engine.SetLockTimeout(Session, Options.LockTimeout), cancellationToken).ConfigureAwait(false);
        await Retry.RunAsync(
            "the history", () => History.EnsureAsync(cancellationToken), static () => "Nothing was changed.", cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask TryWriteAsync(IReadOnlyList<SqlCall> calls)
    {
        try
        {
            // Not with the caller's token: what happened has to be written down, above all when the caller gives up.
            await Session.ExecuteAllAsync([new SqlCall(Engine.Begin), .. calls, new SqlCall("commit")], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await RollBackAsync().ConfigureAwait(false);
            if (HasLostLock(exception))
            {
                throw LostLock(exception);
            }

            throw;
        }
    }

    /// <summary>The history refuses a row without a migration, which is what a write becomes when the lock is no longer this session's.</summary>
    public bool HasLostLock(Exception exception) => Session.Classify(exception) is { Kind: FailureKind.Rejected, Column: "migration" };

    public MigrationException LostLock(Exception exception)
        => new(
            MigrationFailure.UnsafeTopology,
            $"This session no longer has the runner's lock on {Session.Provider.Endpoint}, so it stopped. A pooler in transaction mode, or somebody who released it, does that. Connect to the server itself.",
            exception);

    /// <summary>Ends a failed transaction; where even that fails the connection is gone, and the server rolls back.</summary>
    public async ValueTask RollBackAsync()
    {
        try
        {
            await Session.ExecuteAsync("rollback", CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (Session.Classify(exception).Kind != FailureKind.Cancelled)
        {
            // SQLite has rolled back by itself after some errors; elsewhere the next call reports the lost connection.
            MigrationLog.RollbackFailed(Logger, Session.Provider.Endpoint, exception.GetType().Name);
        }
    }

    /// <summary>Gives the next migration the session that it would have on its own.</summary>
    public async ValueTask ResetSessionAsync(MigrationWork work)
    {
        if (work.ChangesSession)
        {
            await Session.ExecuteAllAsync(Engine.ResetSession(Schema), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
