using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

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
        Statements = script.Statements.Select(static (statement, i) => (Statement: statement, Place: i))
            .Where(static s => s.Statement.Data is null && !LiteralInsert.Is(s.Statement.Text, s.Statement.Flavour))
            .Select((s, i) => new LintStatement(this, s.Statement, i, s.Place))
            .ToList();
    }

    public MigrationScript Script { get; }

    public LintTarget Target { get; }

    /// <summary>The engines that get the file: all of them, or the one that it is for.</summary>
    public IReadOnlyList<LintTarget> Engines { get; }

    public LintSchema Schema { get; }

    /// <summary>Whether it undoes a migration.</summary>
    public bool IsDown { get; }

    /// <summary>The statements but those that only insert rows written in them, of which there may be any number.</summary>
    public IReadOnlyList<LintStatement> Statements { get; }

    /// <summary>All statements from a place in the script on.</summary>
    public IEnumerable<LintStatement> WholeFrom(int place)
        => Enumerable.Range(place, Script.Statements.Count - place).Select(at => new LintStatement(this, Script.Statements[at], Statements.Count, at));

    /// <summary>Whether all of it is one transaction, which holds each lock until the end.</summary>
    public bool IsOneTransaction => Target.RollsBackSchema && !Script.Directives.NoTransaction && Script.Directives.Backfill is null;
}
