using DataAccess.Providers;
using DataAccess.Threading;

namespace DataAccess.Connections.Pool;

/// <summary>How a connection outside the pool is opened and closed: with the pool's options, and without taking one of its places.</summary>
internal sealed partial class LeasePool
{
    /// <exception cref="DatabaseUnavailableException">It could not be opened.</exception>
    public async ValueTask<PhysicalConnection> OpenDedicatedAsync(SessionSettings settings, CancellationToken cancellationToken)
    {
        PoolErrors.ThrowIfClosed(_closing.IsCancellationRequested);
        PhysicalConnection? connection = null;
        try
        {
            using var timeout = new CancellationTokenSource(_options.ConnectTimeout, _clock.Time);
            using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
            connection = new PhysicalConnection(this, _provider, _role, _options.MaxPreparedStatements, _options.ConnectTimeout, dedicated: settings);
            await BoundAsync(connection, connection.OpenAsync(both.Token), both.Token).ConfigureAwait(false);
            return connection;
        }
        catch (Exception exception)
        {
            if (connection is not null)
            {
                Detached.Start(CloseDedicatedAsync, connection);
            }

            if (exception is OperationCanceledException && cancellationToken.IsCancellationRequested)
            {
                throw;
            }

            throw PoolErrors.OpenFailed(_provider, _options, exception, connection);
        }
    }

    /// <summary>Returns when it is closed, or when the driver's time is up.</summary>
    public async Task CloseDedicatedAsync(PhysicalConnection connection)
        => await EndsWithinAsync(EndAsync(connection), _options.ConnectTimeout).ConfigureAwait(false);
}
