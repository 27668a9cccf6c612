namespace DataAccess.Migrations.Tenants;

/// <summary>Works on tenants side by side, so many at a time, and keeps what became of each.</summary>
/// <param name="options">How many, and whether a failure ends it.</param>
/// <param name="work">Works on one tenant; throws nothing.</param>
internal sealed class TenantRun<T>(TenantOptions options, Func<string, CancellationToken, ValueTask<TenantResult<T>>> work)
    where T : class
{
    private string? _failed;

    public async ValueTask<IReadOnlyList<TenantResult<T>>> RunAsync(IReadOnlyList<(string Name, bool Exists)> tenants, CancellationToken cancellationToken)
    {
        var results = new TenantResult<T>[tenants.Count];

        // Not with the caller's token, which would leave tenants without a result.
        var bounds = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = CancellationToken.None };
        await Parallel.ForAsync(0, tenants.Count, bounds, async (i, _) => results[i] = await OneAsync(tenants[i].Name, tenants[i].Exists, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        return results;
    }

    private async ValueTask<TenantResult<T>> OneAsync(string tenant, bool exists, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return new TenantResult<T>(tenant, null, new OperationCanceledException("Interrupted before it was begun. Nothing was changed.", cancellationToken));
        }

        if (options.FailFast && Volatile.Read(ref _failed) is { } failed)
        {
            return new TenantResult<T>(tenant, null, new OperationCanceledException($"Interrupted before it was begun, as {failed} failed. Nothing was changed."));
        }

        var result = exists
            ? await work(tenant, cancellationToken).ConfigureAwait(false)
            : new TenantResult<T>(tenant, null, MigrationException.Validation([$"The tenant '{tenant}' does not exist. Create it, or correct the query."]));
        if (result.Failure is not null)
        {
            Volatile.Write(ref _failed, tenant);
        }

        return result;
    }
}
