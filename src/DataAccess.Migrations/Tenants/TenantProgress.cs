namespace DataAccess.Migrations.Tenants;

/// <summary>Passes on what one tenant reports, with its name, and keeps what it has completed.</summary>
internal sealed class TenantProgress(string tenant, IProgress<MigrationProgress>? next) : IProgress<MigrationProgress>
{
    private readonly List<CompletedMigration> _completed = [];

    public IReadOnlyList<CompletedMigration> Completed => _completed;

    public void Report(MigrationProgress value)
    {
        if (value.Completed is { } completed)
        {
            _completed.Add(completed);
        }

        next?.Report(value with
        {
            Migration = $"{tenant}: {value.Migration}",
            Completed = value.Completed is { } done ? done with { Name = $"{tenant}: {done.Name}" } : null,
        });
    }
}
