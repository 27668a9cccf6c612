namespace DataAccess.Migrations;

/// <summary>What became of one of many tenants.</summary>
/// <typeparam name="T">What is told of a tenant.</typeparam>
/// <param name="Tenant">The schema, database or file.</param>
/// <param name="Value">The result; null if it failed.</param>
/// <param name="Failure">
/// Why it failed, as the method of <see cref="Migrator"/> throws it, or null. <see cref="OperationCanceledException"/> if it was interrupted, or was not begun
/// any more.
/// </param>
public sealed record TenantResult<T>(string Tenant, T? Value, Exception? Failure)
    where T : class
{
    /// <summary>The migrations that were applied or undone, also by a run that then failed.</summary>
    public IReadOnlyList<CompletedMigration> Completed { get; init; } = [];
}
