using System.Text;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Planning;

namespace DataAccess.Migrations.Scripting;

/// <summary>Writes what <c>up</c> would run as one script for the database's own client program. Pure.</summary>
internal sealed class ScriptWriter(RunnerDialect runner, ScriptDialect dialect, MigrationOptions options, HistoryPlace place, bool isIdempotent)
{
    private readonly string _history = dialect.NameOf(place.Schema, place.Table);
    private readonly string _steps = dialect.NameOf(place.Schema, place.StepTable);
    private readonly StringBuilder _script = new();

    private HistoryWrites Writes => field ??= new HistoryWrites(_history, _steps, runner, dialect.Literal) { AppliedBy = "script" };

    /// <exception cref="MigrationException">A statement cannot be scripted; the message says which and why.</exception>
    /// <param name="pending">The migrations.</param>
    /// <param name="callbacks">What runs around them.</param>
    public string Write(IReadOnlyList<PlannedMigration> pending, Callbacks callbacks)
    {
        Check(pending, callbacks);
        Line($"-- What 'dataaccess migrate up' would run on {runner.Name}{(isIdempotent ? ", each migration only if it is not in the history" : "")}.");
        Line($"-- Run it so that it stops at the first error: {dialect.Command}");
        if (pending.Count == 0 && callbacks is { BeforeRun: null, AfterRun: null })
        {
            Line("-- Nothing is pending.");
            return _script.ToString();
        }

        Line("");
        Lines(dialect.Opening(place.Schema));
        Line($"create table if not exists {_history} ({runner.HistoryColumns.ReplaceLineEndings(" ")});");
        Line($"create table if not exists {_steps} ({runner.StepColumns.ReplaceLineEndings(" ")});");
        Write(callbacks.BeforeRun);
        foreach (var migration in pending)
        {
            Write(migration);
        }

        Write(callbacks.AfterRun);

        Line("");
        Lines(dialect.Closing(place.Schema));
        return _script.ToString();
    }

    private void Write(PlannedMigration migration)
    {
        Line("");
        Line($"-- {migration.Migration.Up.Path}");
        Line(dialect.LockTimeout(migration.Migration.Up.Directives.LockTimeout ?? options.LockTimeout));
        Lines(isIdempotent ? dialect.Guard(migration, Writes, _history, _steps) : dialect.Run(migration, Writes));
        ResetAfter(migration.Whole);
    }

    private void Write(Callback? callback)
    {
        if (callback is null)
        {
            return;
        }

        Line("");
        Line($"-- {callback.Script.Path}");
        Line(dialect.LockTimeout(callback.Script.Directives.LockTimeout ?? options.LockTimeout));
        Lines(dialect.Run(callback));
        ResetAfter(callback.Steps);
    }

    private void ResetAfter(IEnumerable<MigrationStep> steps)
    {
        Lines(dialect.ResetAfter([.. steps]));
    }

    private void Check(IReadOnlyList<PlannedMigration> pending, Callbacks callbacks)
    {
        var problems = new List<string>();
        foreach (var callback in new[] { callbacks.BeforeRun, callbacks.BeforeEach, callbacks.AfterEach, callbacks.AfterRun }.OfType<Callback>())
        {
            var isEach = callback == callbacks.BeforeEach || callback == callbacks.AfterEach;
            problems.AddRange(callback.Steps.Select(step => ProblemOf(callback.Script, step, isIdempotent && isEach)).OfType<string>());
        }

        foreach (var migration in pending)
        {
            var script = migration.Migration.Up;
            if (migration.Action == PlannedAction.Resume)
            {
                problems.Add($"{migration.Migration.Name} is partly applied. Run 'dataaccess migrate up' to finish it, then write the script.");
            }
            else if (script.Code is not null)
            {
                problems.Add($"{script.Path}: a migration in C# runs in its program, which a script cannot do. Run 'up' there, or script up to the version before it with --to.");
            }
            else if (script.Directives.Backfill is not null)
            {
                problems.Add($"{script.Path}: a backfill runs slice by slice, which a script cannot do. Run 'dataaccess migrate up', or script up to the version before it with --to.");
            }

            problems.AddRange(migration.Steps.Select(step => ProblemOf(script, step, isIdempotent)).OfType<string>());
            if (migration != pending[^1] || callbacks.AfterRun is not null)
            {
                problems.AddRange(migration.Steps.Select(step => LeftProblemOf(script, step)).OfType<string>());
            }
        }

        if (problems.Count > 0)
        {
            throw MigrationException.Validation(problems);
        }
    }

    private string? LeftProblemOf(MigrationScript script, MigrationStep step)
        => dialect.LeftBy(step) is { } left
            ? Invariant($"{script.Path}:{step.Statement.Line}: '{step.Statement.FirstLine}' leaves {left} to the files after it, as a script runs in one session. End the script at this file with --to, and write another one for the rest; or run 'dataaccess migrate up'.")
            : null;

    private string? ProblemOf(MigrationScript script, MigrationStep step, bool isGuarded)
    {
        var at = Invariant($"{script.Path}:{step.Statement.Line}: '{step.Statement.FirstLine}'");
        return dialect.RejectionOf(step) is { } why ? $"{at} {why}. Run 'dataaccess migrate up'."
            : isGuarded && dialect.GuardRejectionOf(step) is { } reason
                ? $"{at} {reason}. Omit --idempotent and pass --url to script what is pending on that database, or run 'dataaccess migrate up'."
                : null;
    }

    private void Lines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            Line(line);
        }
    }

    private void Line(string line) => _script.Append(line).Append('\n');
}
