using DataAccess.Telemetry;
using Microsoft.Extensions.Logging;

namespace DataAccess.Connections.Pool;

/// <content>What is asked of the server once.</content>
internal sealed partial class PhysicalConnection
{
    /// <summary>Asks how many connections the server accepts; null if it does not say. A server that does not answer the question is still used.</summary>
    public async ValueTask<int?> FindMaxConnectionsAsync(ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(
                static (self, _, ct) => self._provider.FindMaxConnectionsAsync(self.Connection, ct), 0, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!IsClosed && !cancellationToken.IsCancellationRequested)
        {
            Log.MaxConnectionsUnknown(logger, _provider.Endpoint, exception.GetType().Name);
            return null;
        }
    }
}
