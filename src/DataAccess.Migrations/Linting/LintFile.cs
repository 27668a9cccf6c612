using DataAccess.Migrations.Engines;
using DataAccess.Migrations.Files;
using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>A file as rules see it.</summary>
internal sealed class LintFile
{
    /// <param name="migration">The migration it belongs to.</param>
    /// <param name="script">Its text.</param>
    /// <param name="database">The kind of database it would run on.</param>
    /// <param name="schema">What the files before it made.</param>
    public LintFile(Migration migration, MigrationScript script, MigrationDatabase database, LintSchema schema)
    {
        Script = script;
        Target = TargetOf(database);
        Schema = schema;
        IsDown = ReferenceEquals(script, migration.Down);
        Flavour = MigrationEngine.For(database).Flavour;
        Statements = script.Statements.Select((statement, i) => new LintStatement(this, statement, i)).ToList();
    }

    public MigrationScript Script { get; }

    public LintTargets Target { get; }

    public LintSchema Schema { get; }

    public SqlFlavour Flavour { get; }

    /// <summary>Whether it undoes a migration.</summary>
    public bool IsDown { get; }

    public IReadOnlyList<LintStatement> Statements { get; }

    /// <summary>Whether it is for every engine, and not for one alone.</summary>
    public bool IsPortable => MigrationId.TryParse(Script.Path, out var id, out _) && id.Engine is null;

    /// <summary>Whether all of it is one transaction, which holds each lock until the end.</summary>
    public bool IsOneTransaction => Flavour != SqlFlavour.MySql && !Script.Directives.NoTransaction && Script.Directives.Backfill is null;

    internal static LintTargets TargetOf(MigrationDatabase database) => database switch
    {
        MigrationDatabase.PostgreSql => LintTargets.PostgreSql,
        MigrationDatabase.MySql => LintTargets.MySql,
        MigrationDatabase.MariaDb => LintTargets.MariaDb,
        _ => LintTargets.Sqlite,
    };
}
