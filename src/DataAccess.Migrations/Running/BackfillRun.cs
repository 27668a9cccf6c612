using DataAccess.Migrations.Backfilling;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Running;

/// <summary>
/// Runs a migration's one statement slice by slice along a key. A slice commits together with its last key in the journal,
/// so that the next run continues after it, and no slice is written twice.
/// </summary>
internal sealed class BackfillRun
{
    private readonly RunContext _run;
    private readonly MigrationWork _work;
    private readonly MigrationStep _step;
    private readonly BackfillDirective _backfill;
    private readonly BackfillStatement _statement;
    private readonly BackfillSlices _slices;
    private string? _sliceEnd;
    private long _count;
    private long _rows;

    public BackfillRun(RunContext run, MigrationWork work, BackfillDirective backfill)
    {
        _run = run;
        _work = work;
        _backfill = backfill;
        _slices = new BackfillSlices(run.Session, backfill);

        // Another table or key is another backfill; another size of slice is not.
        var what = $"{backfill.Table} {backfill.Key}\n{work.Steps[0].Statement.Text}";
        _step = work.Steps[0] with { Checksums = (ScriptChecksum.Of(what), ScriptChecksum.EarlierOf(what)) };
        _statement = new BackfillStatement(_step.Statement.Text, _step.Statement.Flavour);
    }

    /// <param name="isResumed">Whether an earlier run began it.</param>
    /// <param name="cancellationToken">Cancels the running slice, which is rolled back.</param>
    /// <exception cref="MigrationException">It failed; the message says what state the database is in.</exception>
    public async ValueTask RunAsync(bool isResumed, CancellationToken cancellationToken)
    {
        var started = _run.Time.GetTimestamp();
        var isBegun = isResumed;
        var callbacks = new CallbackRun(_run);
        try
        {
            await _run.BeginFilesAsync([_work], cancellationToken).ConfigureAwait(false);
            await AllowParametersAsync(cancellationToken).ConfigureAwait(false);
            await _run.Session.ExecuteAllAsync(_run.LockTimeoutFor(_work.Script), cancellationToken).ConfigureAwait(false);
            await callbacks.WithinAsync(_work, _work.Before, cancellationToken).ConfigureAwait(false);
            if (!await WasDoneAsync(isResumed, cancellationToken).ConfigureAwait(false))
            {
                if (!isResumed)
                {
                    await CheckKeysAsync(cancellationToken).ConfigureAwait(false);
                    await _run.WriteAsync([.. _run.Writes.Started(_work), _run.Writes.Intend(_work.Key, _step, CatalogState.Unknown)]).ConfigureAwait(false);
                    isBegun = true;
                }

                await RunSlicesAsync(cancellationToken).ConfigureAwait(false);
                await _run.WriteAsync([_run.Writes.Done(_work.Key, _step.Number)]).ConfigureAwait(false);
            }

            await callbacks.WithinAsync(_work, _work.After, cancellationToken).ConfigureAwait(false);
            await _run.WriteAsync(_run.Writes.Finished(_work, _run.Time.GetElapsedTime(started))).ConfigureAwait(false);
        }
        catch (MigrationException busy) when (busy.Failure == MigrationFailure.LockBusy && isBegun && _sliceEnd is null)
        {
            await _run.WriteAsync(_run.Writes.NeverStarted(_work)).ConfigureAwait(false);
            throw;
        }
        catch (StepFailedException failed)
        {
            throw await ExplainAsync(failed, isBegun, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask AllowParametersAsync(CancellationToken cancellationToken)
    {
        if (_run.Keeper.NeedsShield)
        {
            await _run.Session.ExecuteAllAsync(_run.Dialect.AllowParameters, cancellationToken).ConfigureAwait(false);
            _run.Keeper.NoteChange();
        }

        _run.Keeper.Note(_step);
    }

    /// <summary>Reads how far an earlier run got.</summary>
    private async ValueTask<bool> WasDoneAsync(bool isResumed, CancellationToken cancellationToken)
    {
        var row = isResumed ? (await _run.History.StepsAsync(_work.Key, cancellationToken).ConfigureAwait(false)).SingleOrDefault() : null;
        if (row is null)
        {
            // A step that was resolved as not done has no line in the journal.
            if (isResumed)
            {
                await _run.WriteAsync([_run.Writes.Intend(_work.Key, _step, CatalogState.Unknown)]).ConfigureAwait(false);
            }

            return false;
        }

        _sliceEnd = row.SliceEnd;
        return _step.Is(row.Checksum) || row.SliceEnd is null && !row.IsDone
            ? row.IsDone
            : throw MigrationException.Validation(
                [$"{_work.PlaceOf(_step)}: the backfill ran up to {_backfill.Key} {ShownEnd} as '{ScriptStatement.FirstLineOf(row.Statement)}', and its statement, table or key has changed since then. Restore it, or start over: dataaccess migrate resolve {_work.Key} --step 1 --as not-done"]);
    }

    private async ValueTask CheckKeysAsync(CancellationToken cancellationToken)
    {
        if (await TryAsync(() => _slices.HasRowsWithoutKeyAsync(cancellationToken)).ConfigureAwait(false))
        {
            throw MigrationException.Validation([$"{_work.Script.Path}: {_backfill.Table} has rows where {_backfill.Key} is null, which the backfill would skip. Choose a key without nulls."]);
        }

        if (await TryAsync(() => _slices.LastAsync(cancellationToken)).ConfigureAwait(false) is { } last && KeyText.Of(last) is null)
        {
            throw MigrationException.Validation([$"{_work.Script.Path}: {_backfill.Table}.{_backfill.Key} is a {last.GetType().Name}, which a backfill cannot use as its key. Choose a key of whole numbers, text, uuid or bytes."]);
        }
    }

    private async ValueTask RunSlicesAsync(CancellationToken cancellationToken)
    {
        var first = await TryAsync(() => _slices.FirstAsync(cancellationToken)).ConfigureAwait(false);
        if (first is null || await TryAsync(() => _slices.LastAsync(cancellationToken)).ConfigureAwait(false) is not { } last)
        {
            return;
        }

        _run.Report(_work, _step, ProgressAt(first, last, _sliceEnd is null ? null : KeyText.Parse(_sliceEnd)));
        while (await TryAsync(() => _slices.NextAsync(_sliceEnd is null ? null : KeyText.Parse(_sliceEnd), last, cancellationToken)).ConfigureAwait(false) is var (from, to))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                throw new OperationCanceledException($"Interrupted. {Status}", cancellationToken);
            }

            var rows = 0;
            await _run.Retry.RunAsync(
                _work.Migration.Name, async () => rows = await SliceAsync(from, to, cancellationToken).ConfigureAwait(false), () => Status, cancellationToken).ConfigureAwait(false);
            _sliceEnd = KeyText.Of(to);
            _count++;
            _rows += rows;
            _work.Rows.Add(_step, rows);
            _run.Report(_work, _step, ProgressAt(first, last, to));
        }
    }

    private async ValueTask<int> SliceAsync(object from, object to, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(async () =>
            {
                await _run.Session.ExecuteAsync(SqlStatement.Raw(_run.Dialect.Begin), cancellationToken).ConfigureAwait(false);

                // First, as it also waits for another runner on the same slice, and then finds that it has moved on.
                var moved = await _run.Session.ExecuteAsync(_run.Writes.MoveSliceEnd(_work.Key, _step.Number, _sliceEnd, KeyText.Of(to)!), cancellationToken).ConfigureAwait(false);
                if (moved != 1)
                {
                    throw new MigrationException(
                        MigrationFailure.UnsafeTopology,
                        $"Another runner advanced the backfill of {_work.Migration.Name} although this one held the runner's lock on {_run.Session.Provider.Endpoint}. This run stopped, and its slice was rolled back. Run '{_work.Command}' again once the other one has ended.");
                }

                var rows = await StatementAsync(_statement.For(from, to), cancellationToken).ConfigureAwait(false);

                // Once COMMIT is sent, a cancel would only lose the answer.
                await _run.Session.ExecuteAsync(SqlStatement.Raw("commit"), CancellationToken.None).ConfigureAwait(false);
                return rows;
            }).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await _run.RollBackAsync(exception).ConfigureAwait(false);
            throw;
        }
    }

    private async ValueTask<int> StatementAsync(SqlStatement statement, CancellationToken cancellationToken)
    {
        try
        {
            return await _run.Session.ExecuteAsync(statement, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            throw _run.Failed(_work, _step, exception, statement, _statement);
        }
    }

    private BackfillProgress ProgressAt(object first, object last, object? at)
    {
        var (low, high) = (KeyText.NumberOf(first), KeyText.NumberOf(last));
        double? fraction = low is null || high is null ? null : at is null ? 0 : high > low ? (KeyText.NumberOf(at) - low) / (high - low) : 1;
        return new BackfillProgress(_count, _rows, fraction);
    }

    private async ValueTask<T> TryAsync<T>(Func<ValueTask<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not (MigrationException or StepFailedException))
        {
            throw _run.Failed(_work, _step, exception);
        }
    }

    private async ValueTask<Exception> ExplainAsync(StepFailedException failed, bool isBegun, CancellationToken cancellationToken)
    {
        if (!failed.IsAnswered)
        {
            return new MigrationException(
                MigrationFailure.PartlyApplied,
                $"{failed.Message}{Environment.NewLine}The connection was lost during a slice, which was applied completely or not at all. Run '{_work.Command}' again: it reads in the journal which, and continues.",
                failed)
            {
                Place = failed.Place,
            };
        }

        var status = Status;
        if (isBegun && _sliceEnd is null)
        {
            await _run.WriteAsync(_run.Writes.NeverStarted(_work)).ConfigureAwait(false);
        }

        return failed.WithStatus(_sliceEnd is null ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied, status, cancellationToken);
    }

    private string Status
        => _sliceEnd is null
            ? $"No part of {_work.Migration.Name} was {(_work.IsUp ? "applied" : "undone")}."
            : $"All slices of {_work.Migration.Name} up to {_backfill.Key} {ShownEnd} are committed and remain. Run '{_work.Command}' again to continue after them.";

    private string ShownEnd => _sliceEnd is null ? "the end" : $"{_sliceEnd[1..]}";
}
