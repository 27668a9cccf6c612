using System.Data.Common;
using DataAccess.Migrations.Backfilling;
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

    private readonly SecretValues _secrets = new(options.Placeholders);

    private int _completed;

    private bool _isJournaled;

    /// <summary>The shield of the last transaction, to be lowered where that failed.</summary>
    private SessionShield _raised = SessionShield.None;

    /// <summary>The session's lock timeout; null where it may be any.</summary>
    private TimeSpan? _lockTimeout;

    public MigrationSession Session { get; } = session;

    public RunnerDialect Dialect { get; } = dialect;

    public MigrationOptions Options { get; } = options;

    public TimeProvider Time { get; } = time;

    public ILogger Logger { get; } = logger;

    /// <summary>What files leave in the session.</summary>
    public SessionKeeper Keeper { get; } = new(session, dialect);

    public MigrationHistory History { get; } = new(session, dialect, place);

    /// <summary>The schema where the session's tables are created; null where there is only one.</summary>
    public string? Schema { get; } = schema;

    public HistoryWrites Writes => field ??= new HistoryWrites(History.Quoted, History.QuotedSteps, Dialect, literal: null, place.Schema);

    public LockRetry Retry => field ??= new LockRetry(this);

    /// <summary>The number of migrations of this run.</summary>
    public int Files { get; set; } = 1;

    /// <summary>Reports a statement that is about to run.</summary>
    /// <param name="work">Its migration.</param>
    /// <param name="step">The statement.</param>
    /// <param name="backfill">How far it is, if it is a backfill.</param>
    /// <param name="ahead">How many migrations of this run that are not reported as completed come before it.</param>
    public void Report(MigrationWork work, MigrationStep step, BackfillProgress? backfill = null, int ahead = 0)
    {
        if (progress is null)
        {
            return;
        }

        var running = ProgressOf(work, step, _completed + ahead + 1) with { Backfill = backfill };
        Notices?.Begin(running, work.Script.Path);
        progress.Report(running);
    }

    /// <summary>What the server says meanwhile; null where nobody listens.</summary>
    public NoticeRelay? Notices { get; private set; }

    /// <summary>Listens to what the server says from now on.</summary>
    public void Listen()
    {
        if (progress is not null)
        {
            Notices = new NoticeRelay(progress, _secrets);
            Session.NoticeReceived = Notices.Receive;
        }
    }

    /// <summary>Reports and logs that a migration is applied or undone.</summary>
    public CompletedMigration Complete(MigrationWork work, TimeSpan elapsed)
    {
        var completed = new CompletedMigration(work.Migration.Name, work.Migration.Version, !work.IsUp, elapsed) { Rows = work.Rows.Total };
        if (work.IsUp)
        {
            MigrationLog.Applied(Logger, completed.Name, (long)elapsed.TotalMilliseconds);
        }
        else
        {
            MigrationLog.Undone(Logger, completed.Name, (long)elapsed.TotalMilliseconds);
        }

        Notices?.End();
        _completed++;
        progress?.Report(ProgressOf(work, work.Steps[^1], _completed) with { Completed = completed });
        return completed;
    }

    private MigrationProgress ProgressOf(MigrationWork work, MigrationStep step, int file)
        => new(work.Migration.Name, step.Number, work.Steps.Count, step.Statement.Line, _secrets.Hide(step.Statement.FirstLine)) { File = file, Files = Math.Max(Files, file) };

    /// <summary>What is reported where the statement is not in a file.</summary>
    public StepFailedException Failed(MigrationWork work, MigrationStep step, DatabaseFailure failure, Exception exception)
        => StepFailedException.Of(
            work, step, failure, Session.Explain(SqlStatement.Raw(Dialect.Begin), exception) with { Offset = null, Line = null }, _secrets, exception);

    /// <summary>What a failed statement is reported as.</summary>
    /// <param name="work">Its migration.</param>
    /// <param name="step">The statement; null where it was the transaction's begin or end.</param>
    /// <param name="exception">The exception of the call that failed last.</param>
    /// <param name="sent">The statement as it was sent; null where it was one of the runner's own.</param>
    /// <param name="backfill">What made it of the step's statement, if it is a backfill.</param>
    public StepFailedException Failed(MigrationWork work, MigrationStep? step, Exception exception, SqlStatement? sent = null, BackfillStatement? backfill = null)
    {
        var error = Session.Explain(sent ?? SqlStatement.Raw(Dialect.Begin), exception);
        error = sent is null ? error with { Offset = null, Line = null }
            : backfill is null ? error
            : error with { Offset = error.Offset is { } offset ? backfill.IndexOf(error.Sql, offset) : null };
        return StepFailedException.Of(work, step, Session.Classify(exception), error, _secrets, exception, Session.Provider.FindInCopy(exception));
    }

    /// <summary>Runs a migration that is not one transaction.</summary>
    /// <param name="work">What to run.</param>
    /// <param name="isResumed">Whether an earlier run began it.</param>
    /// <param name="recordsLater">Whether its end may be recorded with what is written next.</param>
    /// <param name="cancellationToken">Ends it after the statement that runs.</param>
    public async ValueTask StepwiseAsync(MigrationWork work, bool isResumed, bool recordsLater, CancellationToken cancellationToken)
    {
        _isJournaled = true;
        try
        {
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
        catch (DbException exception)
        {
            throw Unrecorded(work.Migration.Name, work.Command, exception);
        }
    }

    /// <summary>What is to be said when a statement of the runner itself failed between those of a file.</summary>
    private MigrationException Unrecorded(string what, string command, DbException exception)
        => new(
            MigrationFailure.PartlyApplied,
            $"{what}: the history could not be read or written: {Session.Classify(exception).Message}{Environment.NewLine}What ran before remains. Correct the cause, such as a table that a file has left locked, and run '{command}' again: it reads the journal and continues.",
            exception);

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

    /// <summary>Gives files the session that they would have on their own. Called before anything of them runs, and where all of it was rolled back.</summary>
    /// <exception cref="MigrationException">The lock is lost.</exception>
    public async ValueTask BeginFilesAsync(IReadOnlyList<MigrationWork> works, CancellationToken cancellationToken)
    {
        if (await Keeper.IsStaleForAsync(works, cancellationToken).ConfigureAwait(false))
        {
            await RenewSessionAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The runner's statements at the end of a transaction of a file, with its commit.</summary>
    public async ValueTask<IReadOnlyList<SqlStatement>> EndCallsAsync(IReadOnlyList<SqlStatement> calls)
    {
        _raised = Keeper.NeedsShield ? await Dialect.ShieldAsync(Session, place.Schema, Options.LockTimeout).ConfigureAwait(false) : SessionShield.None;
        return [.. _raised.Raise, .. calls, SqlStatement.Raw("commit"), .. _raised.Lower];
    }

    /// <summary>The runner's statements in the middle of a transaction of a file.</summary>
    public async ValueTask<IReadOnlyList<SqlStatement>> ShieldedAsync(IReadOnlyList<SqlStatement> calls)
    {
        var shield = Keeper.NeedsShield ? await Dialect.ShieldAsync(Session, place.Schema, Options.LockTimeout).ConfigureAwait(false) : SessionShield.None;
        return [.. shield.Raise, .. calls, .. shield.Lower];
    }

    /// <summary>Runs a statement of a file, exactly as it is written there.</summary>
    /// <returns>The number of rows that it changed, as the driver reports it.</returns>
    /// <exception cref="StepFailedException">It failed.</exception>
    public async ValueTask<int> ExecuteAsync(MigrationWork work, MigrationStep step, CancellationToken cancellationToken)
    {
        Keeper.Note(step);
        var statement = SqlStatement.Script(step.Statement.Text);
        try
        {
            if (step.Traits.IsNewSession)
            {
                await RenewSessionAsync(cancellationToken).ConfigureAwait(false);
                return 0;
            }

            if (step.Statement.Data is { } data)
            {
                using var rows = data.Open();
                await Session.CopyTextAsync(step.Statement.Text, rows, cancellationToken).ConfigureAwait(false);
                return 0;
            }

            return await Session.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw Failed(work, step, exception, statement);
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
            throw HasLostLock(exception) ? LostLock(exception) : Failed(work, step, exception);
        }
    }

    /// <summary>Writes what was put off, and more.</summary>
    public ValueTask FlushAsync(params IReadOnlyList<SqlStatement> calls) => _later.Count + calls.Count == 0 ? default : WriteAsync(calls);

    /// <summary>Writes what was put off, and ends what the journal has of migrations that are applied.</summary>
    /// <param name="isLeft">Whether an earlier run left some.</param>
    public async ValueTask CloseAsync(bool isLeft)
    {
        try
        {
            await FlushAsync(_isJournaled || isLeft ? [Writes.CloseSteps] : []).ConfigureAwait(false);
        }
        catch (DbException exception)
        {
            throw Unrecorded("The end of the run", "dataaccess migrate up", exception);
        }
    }


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
        await Keeper.StartAsync(cancellationToken).ConfigureAwait(false);
        await Session.ExecuteAllAsync(LockTimeout(Options.LockTimeout), cancellationToken).ConfigureAwait(false);
        await Retry.RunAsync(
            "the history", () => History.EnsureAsync(cancellationToken), static () => "Nothing was changed.", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Goes on in a new session, which nothing was run in.</summary>
    public async ValueTask RenewSessionAsync(CancellationToken cancellationToken)
    {
        _lockTimeout = null;
        await Keeper.RenewAsync(cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask TryWriteAsync(IReadOnlyList<SqlStatement> calls)
    {
        try
        {
            // Not with the caller's token: what happened has to be recorded, above all when the caller cancels.
            var begin = Keeper.NeedsShield ? Dialect.BeginToWrite : Dialect.Begin;
            await Session.ExecuteAllAsync([SqlStatement.Raw(begin), .. await EndCallsAsync(calls).ConfigureAwait(false)], CancellationToken.None).ConfigureAwait(false);
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

    public MigrationException LostLock(Exception exception) => SessionLock.Lost(Session.Provider, exception);

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
    /// <param name="works">The migrations in it, with the statements that may have left rows.</param>
    /// <exception cref="MigrationException">Rows stay, as their table's engine has no transactions. The journal says so.</exception>
    public async ValueTask RollBackAsync(Exception cause, params IReadOnlyList<(MigrationWork Work, MigrationStep Step)> works)
    {
        _lockTimeout = null;
        var leavesRows = false;
        try
        {
            await Session.ExecuteAsync(SqlStatement.Raw("rollback"), CancellationToken.None).ConfigureAwait(false);
            leavesRows = await Dialect.LeftRowsAsync(Session).ConfigureAwait(false);
            await Session.ExecuteAllAsync(_raised.Lower, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (Session.Classify(exception).Kind != FailureKind.Cancelled)
        {
            // SQLite has rolled back by itself after some errors; elsewhere the next call reports the lost connection.
            MigrationLog.RollbackFailed(Logger, Session.Provider.Endpoint, exception.GetType().Name);
        }

        _raised = SessionShield.None;
        if (leavesRows)
        {
            throw await LeftRows.RecordAsync(this, cause, works).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the next of several files in one transaction the settings that it would have on its own.</summary>
    public async ValueTask ResetInTransactionAsync()
    {
        if (Keeper.IsChanged)
        {
            _lockTimeout = null;
            await Session.ExecuteAllAsync(Dialect.ResetSession(Schema), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
