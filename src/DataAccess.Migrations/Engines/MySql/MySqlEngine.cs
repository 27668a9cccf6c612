using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Scripting;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.MySql;

/// <summary>MySQL; MariaDB takes its files.</summary>
internal class MySqlEngine : MigrationEngine
{
    public override MigrationDatabase Database => MigrationDatabase.MySql;

    public override RunnerDialect Runner => MySqlRunner.Instance;

    public override ScriptDialect Script => new MySqlScript();

    public override LintTarget Lint => MySqlLint.Target;

    public override SnapshotDialect Snapshot => new MySqlSnapshot();

    public override DiffDialect Diff => new MySqlDiff();
}
