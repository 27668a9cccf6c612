using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DataAccess.DependencyInjection;

/// <summary>
/// Creates the databases and writers before the program's services start, so that a wrong URL or a row that cannot be mapped stops it there, and drains the
/// writers after all services have stopped: the web server is one of them, so no request writes any more. The container closes the databases.
/// </summary>
internal sealed class DataAccessLifetime(
    IServiceProvider services, IEnumerable<DatabaseRegistration> databases, IEnumerable<WriterRegistration> writers, IEnumerable<ReloadRegistration> reloads)
    : IHostedLifecycleService, IDisposable
{
    private readonly List<IDisposable> _watches = [];
    private Func<CancellationToken, ValueTask>[] _drains = [];

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        foreach (var database in databases)
        {
            _ = database.Key is { } key ? services.GetKeyedService<Database>(key) : services.GetService<Database>();
        }

        _watches.AddRange(reloads.Select(reload => reload.Watch(services)).OfType<IDisposable>());
        _drains = [.. writers.Select(writer => writer.Open(services)).OfType<Func<CancellationToken, ValueTask>>()];
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _watches.ForEach(static watch => watch.Dispose());

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(_drains.Select(drain => drain(cancellationToken).AsTask()));
}
