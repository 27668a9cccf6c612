namespace DataAccess.Benchmarks;

/// <summary>A tool that migrates, with a transaction a file where it can.</summary>
internal abstract class MigrationContender(string name, MigrationTarget target) : Contender(name)
{
    protected MigrationTarget Target { get; } = target;

    public override bool Does(WorkKind kind) => kind == WorkKind.Migrate;

    /// <summary>Applies all files to the empty database.</summary>
    public abstract Task MigrateAsync();

    /// <summary>Says of each file whether it is applied.</summary>
    public virtual Task StatusAsync() => throw new NotSupportedException($"{Name} has no status to measure.");
}
