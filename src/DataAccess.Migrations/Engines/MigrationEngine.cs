using DataAccess.Migrations.Dialects;
using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Linting;
using DataAccess.Migrations.Parsing;
using DataAccess.Migrations.Scripting;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines;

/// <summary>All that migrations know of an engine. Instances have no state.</summary>
internal abstract class MigrationEngine
{
    public abstract MigrationDatabase Database { get; }

    /// <summary>The scheme of URLs that mean this engine, if another one's provider serves it too; else null.</summary>
    public virtual string? UrlScheme => null;

    /// <summary>How migrations are run there.</summary>
    public abstract RunnerDialect Runner { get; }

    /// <summary>How a script for its client program is written. Made when it is asked for, as most runs never do.</summary>
    public abstract ScriptDialect Script { get; }

    /// <summary>What lint rules hold there. Made when it is asked for.</summary>
    public abstract LintTarget Lint { get; }

    /// <summary>How its schemas are read. Made when it is asked for.</summary>
    public abstract SnapshotDialect Snapshot { get; }

    /// <summary>How its schemas are changed. Made when it is asked for.</summary>
    public abstract DiffDialect Diff { get; }

    /// <summary>The name of the provider's system, which is also the suffix of the engine's files.</summary>
    public string Name => Runner.Name;

    /// <summary>How its scripts are read.</summary>
    public SqlFlavour Flavour => Runner.Flavour;
}
