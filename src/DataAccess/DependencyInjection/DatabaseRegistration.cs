using Microsoft.Extensions.DependencyInjection;

namespace DataAccess.DependencyInjection;

/// <summary>A database of the services, so that all of them can be enumerated.</summary>
/// <param name="Key">Its key; null for the one without a key.</param>
internal sealed record DatabaseRegistration(string? Key)
{
    /// <summary>Every database that was registered by <c>AddDataAccess</c>; also one without a key that the program registered itself.</summary>
    public static IReadOnlyList<DatabaseRegistration> All(IServiceProvider services)
    {
        var all = services.GetServices<DatabaseRegistration>().ToList();
        return all.Exists(static r => r.Key is null) || services.GetService<IServiceProviderIsService>()?.IsService(typeof(Database)) != true
            ? all
            : [new DatabaseRegistration((string?)null), .. all];
    }

    /// <summary>A database of the services.</summary>
    /// <param name="services">The services.</param>
    /// <param name="key">Its key; null for the one without a key.</param>
    /// <param name="user">What needs it, for the message.</param>
    /// <exception cref="InvalidOperationException">It is not registered.</exception>
    public static Database Find(IServiceProvider services, string? key, string user)
        => (key is null ? services.GetService<Database>() : services.GetKeyedService<Database>(key))
            ?? throw new InvalidOperationException(
                $"{user} needs {DatabaseName.Within(key)}, which is not registered. Registered: {Registered(services)}. "
                + $"Call AddDataAccess or AddPostgreSqlDataAccess, AddMySqlDataAccess or AddSqliteDataAccess {(key is null ? "without a key" : $"with the key \"{key}\"")}.");

    private static string Registered(IServiceProvider services)
        => All(services) is { Count: > 0 } all ? string.Join(", ", all.Select(static r => DatabaseName.Within(r.Key))) : "none";
}
