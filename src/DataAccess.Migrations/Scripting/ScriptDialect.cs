using System.Globalization;
using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.History;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Planning;

namespace DataAccess.Migrations.Scripting;

/// <summary>How a script is written for one database, to be run by its own client program.</summary>
/// <param name="runner">How its migrations are run.</param>
internal abstract class ScriptDialect(RunnerDialect runner)
{
    /// <summary>How to run it, so that it stops at the first error.</summary>
    public abstract string Command { get; }

    /// <summary>What comes first: the runner's session settings and lock.</summary>
    /// <param name="schema">The schema of the history; null where it is not known.</param>
    public abstract IReadOnlyList<string> Opening(string? schema);

    /// <summary>Releases the lock.</summary>
    /// <param name="schema">The schema of the history; null where it is not known.</param>
    public abstract IReadOnlyList<string> Closing(string? schema);

    /// <summary>What takes back what the statements of a file may have left in the session.</summary>
    public abstract IEnumerable<string> ResetAfter(IReadOnlyCollection<MigrationStep> steps);

    /// <summary>What a statement leaves in the session that cannot be taken back, so that no other file may follow; null if there is nothing.</summary>
    public virtual string? LeftBy(MigrationStep step) => null;

    protected RunnerDialect Runner { get; } = runner;

    public abstract string LockTimeout(TimeSpan timeout);

    /// <summary>A statement with its terminator.</summary>
    public virtual string Terminate(string statement) => statement.EndsWith(ScriptStatement.EndOfRows, StringComparison.Ordinal) ? statement : statement + ";";

    /// <summary>Why a statement cannot be scripted at all; null if it can.</summary>
    public virtual string? RejectionOf(MigrationStep step) => null;

    /// <summary>Why a statement cannot run conditionally; null if it can.</summary>
    public abstract string? GuardRejectionOf(MigrationStep step);

    /// <summary>What runs a migration if it is not in the history.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="writes">Makes the history's rows.</param>
    /// <param name="history">The history table.</param>
    /// <param name="steps">The step table.</param>
    public abstract IEnumerable<string> Guard(PlannedMigration migration, HistoryWrites writes, string history, string steps);

    /// <summary>What runs a callback by itself.</summary>
    public IEnumerable<string> Run(Callback callback)
    {
        var texts = callback.Steps.Select(static step => step.Statement.Text);
        return (callback.IsOneTransaction ? texts.Prepend(Runner.Begin).Append("commit") : texts).Select(Terminate);
    }

    /// <summary>What runs a migration once: as one transaction, or step by step with the journal that <c>up</c> continues from.</summary>
    public IEnumerable<string> Run(PlannedMigration migration, HistoryWrites writes)
        => migration.IsOneTransaction ? Together(migration, writes) : StepByStep(migration, writes);

    protected static string KeyOf(PlannedMigration migration) => migration.Migration.Key;

    /// <summary>A table of the history. The default names need no quotes.</summary>
    public string NameOf(string? schema, string table)
        => (schema is null ? "" : Quote(schema) + ".") + (table is MigrationHistory.Table or MigrationHistory.StepTable ? table : Quote(table));

    protected virtual string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A value as a literal.</summary>
    public virtual string Literal(object? value) => value switch
    {
        null => "null",
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>The history's row first: if the migration is already applied, the row is rejected, and everything with it.</summary>
    protected IEnumerable<string> Together(PlannedMigration migration, HistoryWrites writes)
    {
        var put = writes.Put(migration.Migration, HistoryState.Applied, TimeSpan.Zero).Select(static statement => statement.ToString()).ToList();
        return migration.Steps.TakeWhile(static step => step.IsAhead).Select(static step => step.Statement.Whole)
            .Append(Runner.Begin)
            .Concat(migration.Action == PlannedAction.Reapply ? put : put[1..])
            .Concat(migration.Whole.Where(static step => !step.IsAhead).Select(static step => step.Statement.Whole))
            .Append("commit")
            .Select(Terminate);
    }

    protected IEnumerable<string> StepByStep(PlannedMigration migration, HistoryWrites writes)
    {
        var key = KeyOf(migration);
        var put = writes.Put(migration.Migration, HistoryState.Applying, TimeSpan.Zero).Select(static statement => statement.ToString()).ToList();
        var statements = new List<string> { writes.RemoveSteps(key).ToString() };
        statements.AddRange(migration.Action == PlannedAction.Reapply ? put : put[1..]);
        statements.AddRange((migration.Before?.Steps ?? []).Select(static step => step.Statement.Text));
        foreach (var step in migration.Steps)
        {
            var (begin, commit) = step.Traits is { IsTransactional: true, IsSession: false, MayCommit: false } ? ([Runner.Begin], ["commit"]) : (Array.Empty<string>(), Array.Empty<string>());
            statements.AddRange([.. begin, writes.Intend(key, step, CatalogState.Unknown).ToString(), step.Statement.Whole, writes.Done(key, step.Number).ToString(), .. commit]);
        }

        statements.AddRange((migration.After?.Steps ?? []).Select(static step => step.Statement.Text));
        statements.Add(writes.SetState(key, HistoryState.Applied, migration.Migration.Up.Checksum, TimeSpan.Zero).ToString());
        return statements.Select(Terminate);
    }
}
