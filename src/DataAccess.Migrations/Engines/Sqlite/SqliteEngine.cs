using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Scripting;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.Sqlite;

/// <summary>SQLite.</summary>
internal sealed class SqliteEngine : MigrationEngine
{
    public override MigrationDatabase Database => MigrationDatabase.Sqlite;

    public override RunnerDialect Runner => SqliteRunner.Instance;

    public override ScriptDialect Script => new SqliteScript();

    public override LintTarget Lint => SqliteLint.Target;

    public override SnapshotDialect Snapshot => new SqliteSnapshot();

    public override DiffDialect Diff => new SqliteDiff();
}
