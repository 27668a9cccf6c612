using System.Runtime.CompilerServices;
using DataAccess.Connections;
using DataAccess.Connections.Pool;
using DataAccess.Providers;
using DataAccess.Telemetry;
using DataAccess.Threading;
using Microsoft.Extensions.Logging;

namespace DataAccess.Listening;

/// <summary>Listens, and begins anew when the connection is lost.</summary>
internal sealed class NotificationStream(
    DatabaseProvider provider, ConnectionManager connections, IReadOnlyList<string> channels, ListenOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly NotificationSql _sql = provider.Notifications!;

    /// <summary>Gives notifications until the caller stops, or the database closes.</summary>
    /// <param name="closing">Cancelled when the database is disposed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<Notification> RunAsync(CancellationToken closing, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(closing, cancellationToken);
        var connection = await OpenAsync(either.Token, cancellationToken).ConfigureAwait(false);
        try
        {
            yield return Notification.Gap;
            while (true)
            {
                var lost = await ReceiveAsync(connection, either.Token, cancellationToken).ConfigureAwait(false);
                while (connection.TryTake(out var notification))
                {
                    yield return notification!;
                }

                if (lost is not null)
                {
                    Log.ListeningLost(logger, provider.Endpoint, lost.Message);
                    Detached.Start(static old => old.DisposeAsync().AsTask(), connection);
                    connection = await ReopenAsync(either.Token, cancellationToken).ConfigureAwait(false);
                    yield return Notification.Gap;
                }
            }
        }
        finally
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<Exception?> ReceiveAsync(ListeningConnection connection, CancellationToken either, CancellationToken caller)
    {
        try
        {
            await connection.ReceiveAsync(options.KeepAlive, either).ConfigureAwait(false);
            return null;
        }
        catch (Exception exception)
        {
            ThrowIfEnded(either, caller);
            return exception;
        }
    }

    private async ValueTask<ListeningConnection> OpenAsync(CancellationToken either, CancellationToken caller)
    {
        try
        {
            return await ListeningConnection.OpenAsync(connections, _sql, channels, options.KeepAlive, time, either).ConfigureAwait(false);
        }
        catch (Exception)
        {
            ThrowIfEnded(either, caller);
            throw;
        }
    }

    private async ValueTask<ListeningConnection> ReopenAsync(CancellationToken either, CancellationToken caller)
    {
        for (var pause = FirstPause; ; pause = 2 * pause < options.LongestPause ? 2 * pause : options.LongestPause)
        {
            try
            {
                await Task.Delay(pause * (0.5 + (0.5 * Random.Shared.NextDouble())), time, either).ConfigureAwait(false);
                return await ListeningConnection.OpenAsync(connections, _sql, channels, options.KeepAlive, time, either).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                ThrowIfEnded(either, caller);
                Log.ListeningLost(logger, provider.Endpoint, exception.Message);
            }
        }
    }

    private static void ThrowIfEnded(CancellationToken either, CancellationToken caller)
    {
        caller.ThrowIfCancellationRequested();
        PoolErrors.ThrowIfClosed(either.IsCancellationRequested);
    }
}
