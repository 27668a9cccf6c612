using DataAccess.Migrations.Files;

namespace DataAccess.Migrations.Linting;

/// <summary>A file as rules see it.</summary>
internal sealed class LintFile
{
    /// <param name="migration">The migration it belongs to.</param>
    /// <param name="script">Its text.</param>
    /// <param name="target">The engine it would run on.</param>
    /// <param name="engines">All engines.</param>
    /// <param name="schema">What the files before it made.</param>
    public LintFile(Migration migration, MigrationScript script, LintTarget target, IReadOnlyList<LintTarget> engines, LintSchema schema)
    {
        Script = script;
        Target = target;
        Engines = script.IsPortable ? engines : [target];
        Schema = schema;
        IsDown = ReferenceEquals(script, migration.Down);
        Statements = script.Statements.Select((statement, i) => new LintStatement(this, statement, i)).ToList();
    }

    public MigrationScript Script { get; }

    public LintTarget Target { get; }

    /// <summary>The engines that get the file: all of them, or the one that it is for.</summary>
    public IReadOnlyList<LintTarget> Engines { get; }

    public LintSchema Schema { get; }

    /// <summary>Whether it undoes a migration.</summary>
    public bool IsDown { get; }

    public IReadOnlyList<LintStatement> Statements { get; }

    /// <summary>Whether all of it is one transaction, which holds each lock until the end.</summary>
    public bool IsOneTransaction => Target.RollsBackSchema && !Script.Directives.NoTransaction && Script.Directives.Backfill is null;
}
