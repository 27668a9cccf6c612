using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Sessions;
using Microsoft.Extensions.Logging;

namespace DataAccess.Migrations.Running;

/// <summary>What every part of a run shares: the session that has the lock, the history in it, the options.</summary>
internal sealed class RunContext(
    MigrationSession session, RunnerDialect dialect, string? schema, HistoryPlace place, MigrationOptions options, TimeProvider time, ILogger logger, IProgress<MigrationProgress>? progress)
{
    private readonly List<SqlStatement> _later = [];

    private bool _isJournaled;

    /// <summary>The session's lock timeout; null where it may be any.</summary>
    private TimeSpan? _lockTimeout;

    public MigrationSession Session { get; } = session;

    public RunnerDialect Dialect { get; } = dialect;

    public MigrationOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    public MigrationHistory History { get; } = new(session, dialect, place);

    /// <summary>The schema where the session's tables are created; null where there is only one.</summary>
    public string? Schema { get; } = schema;

    public HistoryWrites Writes => field ??= new HistoryWrites(History.Quoted, History.QuotedSteps, Dialect);

    public LockRetry Retry => field ??= new LockRetry(this);

    public void Report(MigrationWork work, MigrationStep step, BackfillProgress? backfill = null)
        => progress?.Report(new MigrationProgress(
            work.Migration.Name, step.Number, work.Steps.Count, step.Statement.Line, step.Statement.FirstLine)
        {
            Backfill = backfill,
        });

    /// <summary>Runs a migration that is not one transaction.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="isResumed">Whether an earlier run began it.</param>
    /// <param name="recordsLater">Whether its end may be recorded with what is written next.</param>
    /// <param name="cancellationToken">Ends it after the statement that runs.</param>
    public async ValueTask StepwiseAsync(MigrationWork work, bool isResumed, bool recordsLater, CancellationToken cancellationToken)
    {
        _isJournaled = true;
        if (work.Script.Directives.Backfill is { } backfill)
        {
            // Its slices commit by themselves, so what was put off is written before them.
            await FlushAsync().ConfigureAwait(false);
            await new BackfillRun(this, work, backfill).RunAsync(isResumed, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await new SteppedRun(this, recordsLater).RunAsync(work, isResumed, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What gives the session a file's lock timeout; nothing where it has it.</summary>
    public IReadOnlyList<SqlStatement> LockTimeoutFor(MigrationScript script) => LockTimeout(script.Directives.LockTimeout ?? Options.LockTimeout);

    /// <inheritdoc cref="LockTimeoutFor"/>
    public IReadOnlyList<SqlStatement> LockTimeout(TimeSpan timeout)
    {
        if (timeout == _lockTimeout)
        {
            return [];
        }

        _lockTimeout = timeout;
        return Dialect.SetLockTimeout(Session, timeout);
    }

    /// <summary>Writes to the history in a transaction of its own, retried while another session's lock is in the way.</summary>
    public async ValueTask WriteAsync(IReadOnlyList<SqlStatement> calls)
    {
        IReadOnlyList<SqlStatement> all = [.. _later, .. calls];
        await Retry.RunAsync("the history", () => TryWriteAsync(all), static () => "The next run reads the journal and continues.", CancellationToken.None).ConfigureAwait(false);
        _later.Clear();
    }

    /// <summary>Puts off what the next run could find out by itself, so that it shares a transaction with what is written next.</summary>
    public void WriteLater(IEnumerable<SqlStatement> calls) => _later.AddRange(calls);

    /// <summary>What was put off, for who writes it in a transaction that may fail.</summary>
    public IReadOnlyList<SqlStatement> PutOff => _later;

    /// <summary>What was put off is written.</summary>
    public void ForgetPutOff() => _later.Clear();

    /// <summary>What begins a transaction of files.</summary>
    /// <param name="commitsLater">Whether something comes after it that makes its commit durable.</param>
    public IReadOnlyList<SqlStatement> BeginCalls(bool commitsLater)
    {
        var calls = new List<SqlStatement> { SqlStatement.Raw(Dialect.Begin) };
        if (commitsLater && Dialect.CommitLater is { } later)
        {
            calls.Add(SqlStatement.Raw(later));
        }

        if (Dialect.IsSameSession(Session) is { } isSame)
        {
            calls.Add(Writes.EndUnless(isSame));
        }

        return calls;
    }

    /// <summary>Runs a statement of a file, exactly as it is written there.</summary>
    /// <exception cref="StepFailedException">It failed.</exception>
    public async ValueTask ExecuteAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        try
        {
            if (step.Statement.Data is { } data)
            {
                using var rows = data.Open();
                await Session.CopyTextAsync(step.Statement.Text, rows, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await Session.ExecuteAsync(SqlStatement.Script(step.Statement.Text), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception)
        {
            throw new StepFailedException(work, step, Session.Classify(exception), exception, Session.Provider.FindInCopy(exception));
        }
    }

    /// <summary>Runs the runner's own statements around a step, or around the transaction where it is null.</summary>
    /// <exception cref="StepFailedException">One failed.</exception>
    /// <exception cref="MigrationException">The lock is lost.</exception>
    public async ValueTask ExecuteAllAsync(MigrationWork work, MigrationStep? step, IReadOnlyList<SqlStatement> calls, CancellationToken cancellationToken)
    {
        try
        {
            await Session.ExecuteAllAsync(calls, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw HasLostLock(exception) ? LostLock(exception) : new StepFailedException(work, step, Session.Classify(exception), exception);
        }
    }

    /// <summary>Writes what was put off.</summary>
    public ValueTask FlushAsync() => _later.Count == 0 ? default : WriteAsync([]);

    /// <summary>Writes what was put off, and ends what the journal has of migrations that are applied.</summary>
    /// <param name="isLeft">Whether an earlier run left some.</param>
    public ValueTask CloseAsync(bool isLeft) => _isJournaled || isLeft ? WriteAsync([Writes.CloseSteps]) : FlushAsync();

    /// <summary>Makes sure that a database without a history is empty.</summary>
    /// <exception cref="MigrationException">It is not.</exception>
    public async ValueTask CheckEmptyAsync(CancellationToken cancellationToken)
    {
        if ((await History.ReadAsync(cancellationToken).ConfigureAwait(false)).Count == 0
            && await History.NonEmptyAsync(Options, cancellationToken).ConfigureAwait(false) is { } problem)
        {
            throw MigrationException.Validation([problem]);
        }
    }

    /// <summary>Creates the history tables, and sets the session's lock timeout.</summary>
    public async ValueTask PrepareAsync(CancellationToken cancellationToken)
    {
        await Session.ExecuteAllAsync(LockTimeout(Options.LockTimeout), cancellationToken).ConfigureAwait(false);
        await Retry.RunAsync(
            "the history", () => History.EnsureAsync(cancellationToken), static () => "Nothing was changed.", cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask TryWriteAsync(IReadOnlyList<SqlStatement> calls)
    {
        try
        {
            // Not with the caller's token: what happened has to be recorded, above all when the caller cancels.
            await Session.ExecuteAllAsync([SqlStatement.Raw(Dialect.Begin), .. calls, SqlStatement.Raw("commit")], CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await RollBackAsync(exception).ConfigureAwait(false);
            if (HasLostLock(exception))
            {
                throw LostLock(exception);
            }

            throw;
        }
    }

    /// <summary>The history rejects a row without a migration, which is what a write becomes once this session has lost the lock.</summary>
    public bool HasLostLock(Exception exception) => Session.Classify(exception) is { Kind: FailureKind.Rejected, Column: "migration" };

    public MigrationException LostLock(Exception exception)
        => new(
            MigrationFailure.UnsafeTopology,
            $"This session no longer holds the runner's lock on {Session.Provider.Endpoint}, so the run stopped. A pooler in transaction mode, or another session that released the lock, can cause this. Connect directly to the server.",
            exception);

    /// <summary>What is to be said when a transaction of files failed at its end.</summary>
    public Exception WhatIsTrue(IReadOnlyList<MigrationWork> works, StepFailedException failed, Exception exception)
        => failed.Step is null && HasLostLock(exception) ? LostLock(exception)
            : failed.IsAnswered ? failed
            : new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{failed.Message}{Environment.NewLine}The connection was lost before COMMIT was answered: {MigrationWork.NamesOf(works)} was applied completely or not at all. 'dataaccess migrate status' shows which; 'up' continues in either case.",
                exception);

    /// <summary>Ends a failed transaction; where even that fails the connection is gone, and the server rolls back.</summary>
    /// <param name="cause">What it failed with.</param>
    /// <exception cref="MigrationException">Rows stay, as their table's engine has no transactions.</exception>
    public async ValueTask RollBackAsync(Exception cause)
    {
        _lockTimeout = null;
        var leavesRows = false;
        try
        {
            await Session.ExecuteAsync(SqlStatement.Raw("rollback"), CancellationToken.None).ConfigureAwait(false);
            leavesRows = await Dialect.LeftRowsAsync(Session).ConfigureAwait(false);
        }
        catch (Exception exception) when (Session.Classify(exception).Kind != FailureKind.Cancelled)
        {
            // SQLite has rolled back by itself after some errors; elsewhere the next call reports the lost connection.
            MigrationLog.RollbackFailed(Logger, Session.Provider.Endpoint, exception.GetType().Name);
        }

        if (leavesRows)
        {
            throw new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{cause.Message}{Environment.NewLine}It was rolled back, except for rows in a table whose engine has no transactions (MyISAM, MEMORY, CSV, ARCHIVE): those remain. Delete them, or they will be inserted twice, and change the table to ENGINE=InnoDB; then run the command again.",
                cause);
        }
    }

    /// <summary>Gives the next migration the session that it would have on its own.</summary>
    public async ValueTask ResetSessionAsync(MigrationWork work)
    {
        if (work.ChangesSession)
        {
            _lockTimeout = null;
            await Session.ExecuteAllAsync(Dialect.ResetSession(Schema), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
