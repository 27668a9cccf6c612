using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace DataAccess.DependencyInjection;

/// <summary>A database whose options change with the configuration.</summary>
/// <param name="Key">Its key; null for the one without a key.</param>
/// <param name="Configuration">Where its options come from.</param>
internal sealed record ReloadRegistration(string? Key, IConfiguration Configuration)
{
    /// <summary>Applies changes until the result is disposed; null if the program has removed the database.</summary>
    public IDisposable? Watch(IServiceProvider services)
    {
        if ((Key is null ? services.GetService<Database>() : services.GetKeyedService<Database>(Key)) is not { } database)
        {
            return null;
        }

        var name = Key ?? Options.DefaultName;
        var reload = new OptionsReload(
            DatabaseName.Of(Key),
            database,
            services.GetRequiredService<IOptionsMonitor<DataAccessOptions>>().Get(name),
            () => services.GetRequiredService<IOptionsFactory<DataAccessOptions>>().Create(name),
            services.GetService<ILoggerFactory>()?.CreateLogger("DataAccess") ?? NullLogger.Instance);
        return ChangeToken.OnChange(Configuration.GetReloadToken, reload.Apply);
    }
}
