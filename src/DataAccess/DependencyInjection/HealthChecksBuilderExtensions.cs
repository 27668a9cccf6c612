using DataAccess;
using DataAccess.DependencyInjection;
using DataAccess.Providers;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds health checks for the databases of the services.</summary>
public static class HealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a <see cref="DatabaseHealthCheck"/> for each registered database, named <c>database</c> or, for one with the key <c>orders</c>,
    /// <c>database_orders</c>. The order of the registrations does not matter. A check that has the name already is left as it is.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="failureStatus">The status when a database does not answer; null for unhealthy.</param>
    /// <param name="tags">Tags, to select checks by, such as <c>ready</c>.</param>
    /// <param name="timeout">How long each check may take; null for no limit besides the options' own.</param>
    /// <returns>The health checks.</returns>
    /// <remarks>If there is no database, the first request for the health of the program fails with <see cref="InvalidOperationException"/>.</remarks>
    public static IHealthChecksBuilder AddDataAccess(
        this IHealthChecksBuilder builder, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        Configure(builder.Services, services => [.. DatabaseRegistration.All(services).Select(r => (r.Key, NameOf(r.Key)))], isWhole: true, failureStatus, tags, timeout);
        return builder;
    }

    /// <summary>Adds a <see cref="DatabaseHealthCheck"/> for the database with a key.</summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="key">The database's key.</param>
    /// <param name="name">The check's name; null for <c>database_</c> and the key.</param>
    /// <param name="failureStatus">The status when the database does not answer; null for unhealthy.</param>
    /// <param name="tags">Tags, to select checks by, such as <c>ready</c>.</param>
    /// <param name="timeout">How long the check may take; null for no limit besides the options' own.</param>
    /// <returns>The health checks.</returns>
    /// <remarks>If there is no such database, the first request for the health of the program fails with <see cref="InvalidOperationException"/>.</remarks>
    public static IHealthChecksBuilder AddDataAccess(
        this IHealthChecksBuilder builder, string key, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DatabaseProvider.ValidateKey(key);
        Configure(builder.Services, _ => [(key, name ?? NameOf(key))], isWhole: false, failureStatus, tags, timeout);
        return builder;
    }

    private static string NameOf(string? key) => key is null ? "database" : $"database_{key}";

    private static void Configure(
        IServiceCollection services, Func<IServiceProvider, IReadOnlyList<(string? Key, string Name)>> checks, bool isWhole, HealthStatus? failureStatus, IEnumerable<string>? tags, TimeSpan? timeout)
        => services.AddOptions<HealthCheckServiceOptions>().PostConfigure<IServiceProvider>((options, provider) =>
        {
            var all = checks(provider);
            if (all.Count == 0)
            {
                throw new InvalidOperationException("AddHealthChecks().AddDataAccess() found no database in the services. Register one: services.AddDataAccess(…).");
            }

            foreach (var (key, name) in all.Where(c => !isWhole || options.Registrations.All(r => r.Name != c.Name)))
            {
                // One instance, as it remembers the timeouts that it has seen.
                var check = new DatabaseHealthCheck(DatabaseRegistration.Find(provider, key, $"The health check {name}"));
                options.Registrations.Add(new HealthCheckRegistration(name, check, failureStatus, tags, timeout));
            }
        });
}
