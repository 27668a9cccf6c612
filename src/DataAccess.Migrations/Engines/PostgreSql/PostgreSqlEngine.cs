using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Scripting;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>PostgreSQL.</summary>
internal sealed class PostgreSqlEngine : MigrationEngine
{
    public override MigrationDatabase Database => MigrationDatabase.PostgreSql;

    public override RunnerDialect Runner => PostgreSqlRunner.Instance;

    public override ScriptDialect Script => new PostgreSqlScript();

    public override LintTarget Lint => PostgreSqlLint.Target;

    public override SnapshotDialect Snapshot => new PostgreSqlSnapshot();

    public override DiffDialect Diff => new PostgreSqlDiff();
}
