using DataAccess.Migrations.Code;

namespace DataAccess.Migrations.Running;

/// <summary>Runs a migration in C# inside the transaction that is open.</summary>
/// <param name="run">The run.</param>
/// <param name="work">The migration.</param>
internal sealed class CodeStep(RunContext run, MigrationWork work)
{
    /// <summary>Called once, before the first statement that commits by itself; null where none may.</summary>
    public Func<ValueTask>? BeforeCommit { get; init; }

    /// <summary>Whether something may be in place that a rollback does not undo.</summary>
    public bool MayRemain { get; private set; }

    /// <exception cref="StepFailedException">It failed, or a call of it was not awaited, or an error that ended the transaction was hidden.</exception>
    public async ValueTask RunAsync(CodeScript code, CancellationToken cancellationToken)
    {
        var step = work.Steps[0];
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var calls = new CodeCalls(run.Session, new CodeStatements(run.Dialect.Flavour, BeforeCommit is not null), work.Migration.Name)
        {
            Report = text => run.Report(work, step with { Statement = step.Statement with { Text = text } }),
            BeforeCommit = BeforeCommit ?? (static () => default),
            Ending = ending,
        };
        Exception? thrown = null;
        run.Report(work, step);
        run.Keeper.NoteChange();
        try
        {
            await code.RunAsync(new CodeMigrationContext(run.Session, calls), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            thrown = exception;
        }

        var wasBusy = await calls.EndAsync().ConfigureAwait(false);
        MayRemain = calls.MayRemain;
        if (FailureOf(calls, thrown, wasBusy, cancellationToken) is { } failure)
        {
            throw failure;
        }
    }

    private Exception? FailureOf(CodeCalls calls, Exception? thrown, bool wasBusy, CancellationToken cancellationToken)
    {
        if (calls.AbortCause is MigrationException lost)
        {
            return lost;
        }

        if (cancellationToken.IsCancellationRequested)
        {
            var cancelled = thrown as OperationCanceledException ?? new OperationCanceledException("The run was cancelled.", thrown, cancellationToken);
            return run.Failed(work, StepOf(calls.LastSent), new DatabaseFailure(FailureKind.Cancelled, null, "The run was cancelled."), cancelled);
        }

        if (calls.AbortCause is { } cause)
        {
            var failure = run.Session.Classify(cause);
            var isHidden = thrown is null || !Causes(thrown).Contains(cause);
            return run.Failed(
                work,
                StepOf(calls.LastSent),
                isHidden ? failure with { Message = $"{failure.Message}. The migration went on after this error, which had ended its transaction{(thrown is null ? "" : $", and threw {thrown.GetType().Name}: {thrown.Message.TrimEnd('.')}")}. Let it pass, or run what may fail in InSavepointAsync" } : failure,
                isHidden && thrown is not null ? new AggregateException(cause, thrown) : cause);
        }

        if (wasBusy)
        {
            return Failed("it returned while one of its calls was running. Await all of them", thrown ?? new InvalidOperationException("A call was not awaited."));
        }

        return thrown is null ? null
            : calls.LastFailure is { } last && Causes(thrown).Contains(last) ? run.Failed(work, StepOf(calls.LastSent), run.Session.Classify(last), thrown)
            : Failed($"{thrown.GetType().Name}: {thrown.Message}", thrown);
    }

    private StepFailedException Failed(string message, Exception cause) => run.Failed(work, work.Steps[0], new DatabaseFailure(FailureKind.Fatal, null, message), cause);

    private Files.MigrationStep StepOf(string? sent)
        => sent is null ? work.Steps[0] : work.Steps[0] with { Statement = work.Steps[0].Statement with { Text = sent } };

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            yield return current;
        }
    }
}
