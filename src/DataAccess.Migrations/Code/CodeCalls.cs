using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Sessions;

namespace DataAccess.Migrations.Code;

/// <summary>The calls of one migration in C#: which may run, which runs, and what has gone wrong so far.</summary>
/// <param name="session">The run's session, in which a transaction is open.</param>
/// <param name="statements">Which statements may run.</param>
/// <param name="name">The migration's name.</param>
internal sealed class CodeCalls(MigrationSession session, CodeStatements statements, string name)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _running;
    private bool _isEnded;
    private bool _hasSent;
    private bool _hasCommitted;
    private int _savepoints;
    private int _openSavepoints;

    /// <summary>Called before each statement is sent.</summary>
    public required Action<string> Report { get; init; }

    /// <summary>Called once, before the first statement that commits by itself.</summary>
    public Func<ValueTask> BeforeCommit { get; init; } = static () => default;

    /// <summary>Cancels what runs when the run is cancelled, or the migration ends.</summary>
    public required CancellationTokenSource Ending { get; init; }

    /// <summary>The statement that was sent last.</summary>
    public string? LastSent { get; private set; }

    /// <summary>What the last call that failed has thrown.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>Why the transaction can no longer be committed; null while it can.</summary>
    public Exception? AbortCause { get; private set; }

    /// <summary>Whether something may be in place that a rollback does not undo.</summary>
    public bool MayRemain { get; private set; }

    public ValueTask<T> RunAsync<T>(
        SqlStatement statement, Func<MigrationSession, SqlStatement, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return ExclusivelyAsync(() => SendAsync(statement, call, cancellationToken));
    }

    public async ValueTask InSavepointAsync(Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        var mark = Invariant($"dataaccess_{++_savepoints}");
        await ExclusivelyAsync(() => MarkAsync($"savepoint {mark}", cancellationToken)).ConfigureAwait(false);
        _openSavepoints++;
        try
        {
            await work(cancellationToken).ConfigureAwait(false);

            // What the work has hidden can still be undone here.
            if (AbortCause is { } hidden)
            {
                throw new InvalidOperationException($"The work in the savepoint went on after an error, so it was undone: {hidden.Message}", hidden);
            }
        }
        catch
        {
            _openSavepoints--;
            await UndoAsync(mark).ConfigureAwait(false);
            throw;
        }

        _openSavepoints--;
        await ExclusivelyAsync(() => MarkAsync($"release savepoint {mark}", cancellationToken)).ConfigureAwait(false);
    }

    /// <summary>Refuses further calls, and cancels and awaits one that runs.</summary>
    /// <returns>Whether one was running.</returns>
    public async ValueTask<bool> EndAsync()
    {
        Task? running;
        lock (_gate)
        {
            _isEnded = true;
            running = _running?.Task;
        }

        if (running is null)
        {
            return false;
        }

        await Ending.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(false);
        return true;
    }

    private async ValueTask<T> ExclusivelyAsync<T>(Func<ValueTask<T>> call)
    {
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            ThrowIfRefused_NeedsGate();
            _running = running;
        }

        try
        {
            return await call().ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _running = null;
            }

            running.SetResult();
        }
    }

    private void ThrowIfRefused_NeedsGate()
    {
        if (_isEnded)
        {
            throw new ObjectDisposedException(nameof(CodeMigrationContext), $"{name} has ended, and its context with it. Await all work inside the migration's method.");
        }

        if (_running is not null)
        {
            throw new InvalidOperationException($"A call of {name} is still running. Await it before the next one.");
        }

        if (AbortCause is { } cause)
        {
            throw new InvalidOperationException($"An earlier statement of {name} failed and ended its transaction, so nothing more was sent: {cause.Message}", cause);
        }
    }

    private async ValueTask<T> SendAsync<T>(
        SqlStatement statement, Func<MigrationSession, SqlStatement, CancellationToken, ValueTask<T>> call, CancellationToken cancellationToken)
    {
        var text = statement.ToString();
        var traits = statements.Admit(text);
        if (!traits.IsTransactional && _openSavepoints > 0)
        {
            throw new InvalidOperationException($"'{ScriptStatement.FirstLineOf(text)}' was not sent: it commits by itself, so it cannot be undone to a savepoint. Run it outside InSavepointAsync.");
        }

        LastSent = text;
        var isFirst = !_hasSent;
        if (!traits.IsTransactional && !_hasCommitted)
        {
            await AnnounceAsync().ConfigureAwait(false);
        }

        (_hasSent, MayRemain) = (true, _hasCommitted);
        Report(text);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Ending.Token);
        try
        {
            return await call(session, statement, either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not MappingException)
        {
            // A statement with one effect happens completely or not at all, and if it was the first there is nothing else.
            MayRemain &= !(isFirst && traits.Effects.Count == 1 && session.Classify(exception).ServerAnswered);
            Failed(exception);
            throw;
        }
    }

    /// <summary>The statement to come commits what was done so far, and the journal with it.</summary>
    private async ValueTask AnnounceAsync()
    {
        try
        {
            await BeforeCommit().ConfigureAwait(false);
            _hasCommitted = true;
        }
        catch (Exception exception)
        {
            AbortCause ??= exception;
            throw;
        }
    }

    private async ValueTask<bool> MarkAsync(string savepoint, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Ending.Token);
        try
        {
            await session.ExecuteAsync(SqlStatement.Raw(savepoint), either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception)
        {
            AbortCause ??= exception;
            throw;
        }
    }

    private async ValueTask UndoAsync(string mark)
    {
        var cause = AbortCause;
        if (cause is not null && session.Classify(cause).Kind is FailureKind.RolledBack or FailureKind.ConnectionLost && !session.Provider.AbortsTransactionOnError)
        {
            // The savepoint may have gone with the whole transaction.
            return;
        }

        AbortCause = null;
        try
        {
            // Not with the caller's token: a cancelled piece of work has to be undone too.
            await ExclusivelyAsync(() => MarkAsync($"rollback to savepoint {mark}", CancellationToken.None)).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // What the work has thrown is told; this one is told by the next call, and by the migration's end.
            AbortCause ??= cause ?? exception;
        }
    }

    private void Failed(Exception exception)
    {
        LastFailure = exception;
        if (session.Provider.AbortsTransactionOnError || session.Classify(exception).Kind is FailureKind.RolledBack or FailureKind.ConnectionLost)
        {
            AbortCause ??= exception;
        }
    }
}
