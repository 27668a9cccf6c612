using System.Diagnostics.CodeAnalysis;
using DataAccess;
using DataAccess.DependencyInjection;
using DataAccess.Mapping;
using DataAccess.Providers;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers batching writers with a service collection.</summary>
/// <remarks>
/// A writer is created when the host starts, or at its first use, and drained when the host stops, after the web server and all other hosted services have
/// stopped. The drain takes at most <see cref="BatchingWriterOptions{T}.DrainTimeout"/>, and ends with the host's <c>ShutdownTimeout</c>; rows that were not
/// written by then are counted in a log message. Without a host, the container's disposal drains it. The database is closed after that.
/// <para>
/// Its options are those of the options pattern, by the name of the key: <c>services.Configure&lt;BatchingWriterOptions&lt;Reading&gt;&gt;(section)</c>
/// adds values from configuration, and <c>services.AddOptions&lt;…&gt;().Configure&lt;TService&gt;(…)</c> uses another service.
/// </para>
/// </remarks>
public static class WriterServiceCollectionExtensions
{
    /// <summary>Registers a <see cref="BatchingWriter{T}"/> of the database without a key as a singleton.</summary>
    /// <typeparam name="TRow">The type of the rows, mapped as for <see cref="TableMap.For{T}"/>.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">There is a writer for these rows already.</exception>
    /// <remarks>Options that are not valid, or a type that cannot be mapped, make the program fail when it starts.</remarks>
    public static IServiceCollection AddWriter<[DynamicallyAccessedMembers(MappedMembers.All)] TRow>(
        this IServiceCollection services, Action<BatchingWriterOptions<TRow>>? configure = null)
        where TRow : notnull
        => Add(services, key: null, configure);

    /// <summary>Registers a <see cref="BatchingWriter{T}"/> of a database with a key as a singleton, resolved by the same key.</summary>
    /// <typeparam name="TRow">The type of the rows, mapped as for <see cref="TableMap.For{T}"/>.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="key">The database's key, which is also the writer's: <c>[FromKeyedServices("orders")] BatchingWriter&lt;Order&gt;</c>.</param>
    /// <param name="configure">Configures the options; null for the defaults.</param>
    /// <returns>The services.</returns>
    /// <exception cref="InvalidOperationException">There is a writer for these rows with this key already.</exception>
    /// <remarks>Options that are not valid, or a type that cannot be mapped, make the program fail when it starts.</remarks>
    public static IServiceCollection AddWriter<[DynamicallyAccessedMembers(MappedMembers.All)] TRow>(
        this IServiceCollection services, string key, Action<BatchingWriterOptions<TRow>>? configure = null)
        where TRow : notnull
    {
        DatabaseProvider.ValidateKey(key);
        return Add(services, key, configure);
    }

    private static IServiceCollection Add<[DynamicallyAccessedMembers(MappedMembers.All)] TRow>(
        IServiceCollection services, string? key, Action<BatchingWriterOptions<TRow>>? configure)
        where TRow : notnull
    {
        ArgumentNullException.ThrowIfNull(services);
        DatabaseServices.RefuseSecond(
            services,
            typeof(BatchingWriter<TRow>),
            key,
            $"The writer for {typeof(TRow).Name} of {DatabaseName.Within(key)} is already registered. "
            + $"To change its options, call services.Configure<BatchingWriterOptions<{typeof(TRow).Name}>>(…).");
        var name = key ?? Options.Options.DefaultName;
        var options = services.AddOptions<BatchingWriterOptions<TRow>>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.Add(new ServiceDescriptor(
            typeof(BatchingWriter<TRow>),
            key,
            (provider, _) => DatabaseRegistration.Find(provider, key, $"The writer for {typeof(TRow).Name}")
                .CreateWriter(provider.GetRequiredService<IOptionsMonitor<BatchingWriterOptions<TRow>>>().Get(name)),
            ServiceLifetime.Singleton));
        services.AddSingleton(new WriterRegistration(
            provider => (key is null ? provider.GetService<BatchingWriter<TRow>>() : provider.GetKeyedService<BatchingWriter<TRow>>(key)) is { } writer ? writer.DrainAsync : null));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DataAccessLifetime>());
        return services;
    }
}
