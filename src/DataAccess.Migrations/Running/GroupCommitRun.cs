using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Running;

/// <summary>
/// Sends several files and their rows in the history as one transaction in one round trip. If it fails, none is
/// applied, and each file has to run by itself, which also shows which of them failed.
/// </summary>
/// <param name="run">The run.</param>
/// <param name="commitsLater">Whether something comes after it that makes its commit durable.</param>
internal sealed class GroupCommitRun(RunContext run, bool commitsLater)
{
    /// <returns>Whether all are applied; else none is.</returns>
    /// <exception cref="MigrationException">The connection was lost; the message says what state the database is in.</exception>
    public async ValueTask<bool> TryRunAsync(IReadOnlyList<MigrationWork> works)
    {
        await run.BeginFilesAsync(works, CancellationToken.None).ConfigureAwait(false);
        var calls = new List<SqlStatement>(run.LockTimeoutFor(works[0].Script));
        calls.AddRange(run.BeginCalls(commitsLater));
        calls.AddRange(run.PutOff);
        if (run.Dialect.StartClock is { } startClock)
        {
            calls.Add(SqlStatement.Raw(startClock));
        }

        foreach (var (work, i) in works.Select(static (work, i) => (work, i)))
        {
            run.Report(work, work.Steps[0], ahead: i);
            run.Keeper.Note(work.Steps[0]);
            calls.AddRange(work.Steps.Select(step => SqlStatement.Script(step.Statement.Text)));
        }

        run.Notices?.Join(works[0].Script.Path);
        calls.AddRange(works.Where(static work => !work.IsNew).Select(work => run.Writes.Remove(work.Key)));
        calls.Add(run.Writes.Insert([.. works.Select(static work => work.Migration)], HistoryState.Applied, duration: null));
        calls.Add(SqlStatement.Raw("commit"));
        try
        {
            // No token: its COMMIT goes with it, and a cancel would only lose the answer.
            await run.Session.ExecuteAllAsync(calls, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failed = run.Failed(works[0], step: null, exception);
            await run.RollBackAsync(failed, [.. works.Select(static work => (work, work.Steps[0]))]).ConfigureAwait(false);
            return failed.IsAnswered ? false : throw run.WhatIsTrue(works, failed, exception);
        }

        run.ForgetPutOff();
        return true;
    }
}
