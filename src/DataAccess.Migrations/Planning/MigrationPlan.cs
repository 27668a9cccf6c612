namespace DataAccess.Migrations.Planning;

/// <summary>What is to be done, or why nothing may be.</summary>
internal sealed record MigrationPlan(IReadOnlyList<PlannedMigration> Pending, IReadOnlyList<string> Problems)
{
    /// <exception cref="MigrationException">There are problems.</exception>
    public void ThrowIfInvalid()
    {
        if (Problems.Count > 0)
        {
            throw MigrationException.Validation(Problems);
        }
    }
}
