using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.DependencyInjection;

/// <summary>A repository that was registered for a database with a key.</summary>
/// <typeparam name="TService">What it is resolved as.</typeparam>
/// <param name="Key">The database's key.</param>
internal sealed record RepositoryRegistration<TService>(string Key)
    where TService : class
{
    /// <summary>The repository for callers that name no key: the only one there is.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public static TService FindOnly(IServiceProvider services)
    {
        var keys = services.GetServices<RepositoryRegistration<TService>>().Select(static r => r.Key).ToList();
        return keys is [var only]
            ? services.GetRequiredKeyedService<TService>(only)
            : throw new InvalidOperationException(
                $"{typeof(TService).Name} is registered for several databases: {string.Join(", ", keys.Select(static k => $"\"{k}\""))}. "
                + $"Resolve it by the key of one of them: [FromKeyedServices(\"{keys[0]}\")] {typeof(TService).Name}.");
    }

    /// <summary>Whether a service is resolved by <see cref="FindOnly"/>, and so yields to one that is registered without a key.</summary>
    public static bool IsFindOnly(ServiceDescriptor service) => !service.IsKeyedService && service.ImplementationFactory?.Method == ((Func<IServiceProvider, TService>)FindOnly).Method;
}
