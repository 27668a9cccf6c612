using Microsoft.Extensions.Hosting;

namespace DataAccess.Events.DependencyInjection;

/// <summary>Handles events while the host runs. It stops before the database closes, and before writers are drained.</summary>
/// <param name="create">Creates the processor.</param>
internal sealed class EventService(Func<EventProcessor> create) : IHostedService, IAsyncDisposable
{
    private EventProcessor? _processor;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _processor = create();
        await _processor.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_processor is not null)
        {
            await _processor.StopAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_processor is not null)
        {
            await _processor.DisposeAsync().ConfigureAwait(false);
        }
    }
}
