using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;

namespace DataAccess.Migrations.Planning;

/// <summary>Compares files and history. Pure: knows no database.</summary>
internal sealed class Planner(MigrationSet files, IReadOnlyList<HistoryRow> history, RunnerDialect dialect, MigrationOptions options)
{
    private readonly Dictionary<string, HistoryRow> _rows = history.ToDictionary(static row => row.Key, StringComparer.Ordinal);
    private readonly HashSet<string> _skipped = new(StringComparer.Ordinal);
    private readonly SquashedHistory _squashed = new(files, history);
    private readonly List<string> _problems = [.. files.Problems];

    /// <param name="to">The last version to apply, or null for all.</param>
    /// <param name="nonEmpty">Why nothing may run, as the database is not empty and has no history; null if it may.</param>
    public MigrationPlan Plan(MigrationVersion? to, string? nonEmpty = null)
    {
        if (_squashed.Problem is { } squashed)
        {
            _problems.Add(squashed);
        }

        _problems.AddRange(new AppliedCheck(files, history).Problems(_squashed));
        var pending = Versioned(to).Concat(Repeatable(to)).ToList();
        if (to is { } target && files.Versioned.All(m => m.Version != target))
        {
            _problems.Add(Invariant($"There is no migration with version {target}."));
        }

        if (nonEmpty is not null && pending.Count > 0)
        {
            _problems.Add(nonEmpty);
        }

        // An unfinished migration comes first, whatever its version: the state of the schema is unknown until then.
        var planned = pending.OrderBy(static p => p.Action != PlannedAction.Resume)
            .Select(p =>
            {
                var (steps, isOneTransaction) = StepsOf(p.Migration.Up, p.Action);
                return new PlannedMigration(p.Migration, p.Action, steps, isOneTransaction)
                {
                    Before = files.Callbacks.BeforeEach,
                    After = files.Callbacks.AfterEach,
                };
            })
            .ToList();
        foreach (var migration in planned)
        {
            CheckSteps(migration.Migration.Up, migration.Steps, migration.IsOneTransaction);
        }

        CheckCallbacks(planned.Exists(static p => p.IsOneTransaction));

        return new MigrationPlan(planned, _problems) { Skipped = _skipped };
    }

    /// <summary>Whether the file runs as one transaction: if the options ask for it and all statements can be part of one.</summary>
    public bool IsOneTransaction(MigrationScript script, IEnumerable<MigrationStep> steps, PlannedAction action = PlannedAction.Apply)
        => action != PlannedAction.Resume
        && options.Transaction != MigrationTransaction.None
        && !script.Directives.NoTransaction
        && script.Directives.Backfill is null
        && (dialect.RollsBackSchema || steps.Concat(EachSteps).All(static s => s.Traits is { IsTransactional: true, IsCode: false }));

    /// <summary>The steps of a script, and whether they run as one transaction. A script's own BEGIN and COMMIT around all of it are the runner's then.</summary>
    public (IReadOnlyList<MigrationStep> Steps, bool IsOneTransaction) StepsOf(MigrationScript script, PlannedAction action = PlannedAction.Apply)
    {
        var steps = AutocommitPairs.Without(MigrationStep.Of(script));
        var inside = OwnTransaction.Without(steps);
        return inside is not null && IsOneTransaction(script, inside.Where(static step => !step.IsAhead), action) ? (inside, true) : (steps, IsOneTransaction(script, steps, action));
    }

    private IEnumerable<MigrationStep> EachSteps => [.. files.Callbacks.BeforeEach?.Steps ?? [], .. files.Callbacks.AfterEach?.Steps ?? []];

    /// <summary>Finds what would fail in the callbacks.</summary>
    /// <param name="isInTransaction">Whether a migration is one transaction, of which those around it are part.</param>
    public void CheckCallbacks(bool isInTransaction)
    {
        foreach (var callback in new[] { files.Callbacks.BeforeEach, files.Callbacks.AfterEach }.OfType<Callback>())
        {
            CheckTransaction(callback.Script, callback.Steps, isInTransaction);
        }

        foreach (var callback in new[] { files.Callbacks.BeforeRun, files.Callbacks.AfterRun }.OfType<Callback>())
        {
            CheckTransaction(callback.Script, callback.Steps, dialect.RollsBackSchema && !callback.Script.Directives.NoTransaction);
        }
    }

    /// <summary>Finds what would fail, or not do what it says, once it runs.</summary>
    public void CheckSteps(MigrationScript script, IReadOnlyList<MigrationStep> steps, bool isOneTransaction)
    {
        CheckTransaction(script, steps, isOneTransaction);
        if ((!isOneTransaction || steps.Any(static step => step.IsAhead)) && options.Transaction == MigrationTransaction.All)
        {
            _problems.Add(Invariant($"{script.Path}:{steps[0].Statement.Line}: this file cannot run in a transaction, which transaction mode 'all' requires. Use 'file'."));
        }
    }

    private void CheckTransaction(MigrationScript script, IReadOnlyList<MigrationStep> steps, bool isOneTransaction)
    {
        foreach (var step in steps)
        {
            if (step.Traits.IsTransactionControl)
            {
                _problems.Add($"{Place(step)}: '{step.Statement.FirstLine}' begins or ends a transaction, which the runner does itself. Remove it; to run each statement on its own, write -- dataaccess: no-transaction at the top.");
            }
            else if (isOneTransaction && !step.Traits.IsTransactional && !step.IsAhead)
            {
                _problems.Add($"{Place(step)}: '{step.Statement.FirstLine}' cannot run inside a transaction. Write -- dataaccess: no-transaction at the top, preferably in a file of its own.");
            }
        }

        string Place(MigrationStep step) => Invariant($"{script.Path}:{step.Statement.Line}");
    }

    public IReadOnlyList<string> Problems => _problems;

    private IEnumerable<(Migration Migration, PlannedAction Action)> Versioned(MigrationVersion? to)
    {
        var newest = history.Where(static r => r.State is HistoryState.Applied or HistoryState.Baseline).Max(static r => r.Version);
        var baseline = history.Where(static r => r.State == HistoryState.Baseline).Max(static r => r.Version);
        foreach (var migration in files.Versioned.Where(m => (to is null || m.Version <= to) && !(_squashed.Problem is not null && _squashed.IsFile(m))))
        {
            if (_rows.TryGetValue(migration.Key, out var row))
            {
                if (row.State == HistoryState.Applying)
                {
                    yield return (migration, PlannedAction.Resume);
                }
                else if (row.State == HistoryState.Undoing)
                {
                    _problems.Add($"{migration.Name} is partly undone. Run 'dataaccess migrate down' to finish it before 'up'.");
                }
            }
            else if (newest is null || migration.Version > newest || options.Order == MigrationOrder.Any)
            {
                yield return (migration, PlannedAction.Apply);
            }
            else if ((baseline is null || migration.Version > baseline) && options.Order == MigrationOrder.Strict)
            {
                _problems.Add(Invariant($"{migration.Up.Path} is older than the newest applied version {newest} and was never applied. Give it a newer version, or run with --order any or --order skip."));
            }
            else
            {
                _skipped.Add(migration.Key);
            }
        }
    }

    private IEnumerable<(Migration Migration, PlannedAction Action)> Repeatable(MigrationVersion? to)
    {
        // A repeatable one may need what the versions after the target make.
        foreach (var migration in to is null ? files.Repeatable : [])
        {
            if (!_rows.TryGetValue(migration.Key, out var row))
            {
                yield return (migration, PlannedAction.Apply);
            }
            else if (row.State == HistoryState.Applying)
            {
                yield return (migration, PlannedAction.Resume);
            }
            else if (!migration.Up.Is(row.Checksum))
            {
                yield return (migration, PlannedAction.Reapply);
            }
        }
    }
}

/// <summary>What is to be done, or why nothing may be.</summary>
internal sealed record MigrationPlan(IReadOnlyList<PlannedMigration> Pending, IReadOnlyList<string> Problems)
{
    /// <summary>The keys of those that are passed over, as newer ones are applied.</summary>
    public required IReadOnlySet<string> Skipped { get; init; }

    /// <exception cref="MigrationException">There are problems.</exception>
    public void ThrowIfInvalid()
    {
        if (Problems.Count > 0)
        {
            throw MigrationException.Validation(Problems);
        }
    }
}
