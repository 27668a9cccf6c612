using DataAccess.Connections;
using DataAccess.Providers;

namespace DataAccess.Listening;

/// <summary>A connection of its own that listens. It reads from the server only when somebody wants a notification.</summary>
internal sealed class ListeningConnection : IAsyncDisposable
{
    private readonly DedicatedConnection _connection;
    private readonly NotificationSql _sql;
    private readonly IReadOnlyList<string> _channels;
    private readonly TimeProvider _time;
    private readonly Queue<Notification> _received = [];

    private ListeningConnection(DedicatedConnection connection, NotificationSql sql, IReadOnlyList<string> channels, TimeProvider time)
        => (_connection, _sql, _channels, _time) = (connection, sql, channels, time);

    /// <summary>Returns when the server has confirmed that the session listens.</summary>
    /// <exception cref="NotSupportedException">The connection goes through a pooler that gives its session to others.</exception>
    public static async ValueTask<ListeningConnection> OpenAsync(
        ConnectionManager connections, NotificationSql sql, IReadOnlyList<string> channels, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = new ListeningConnection(await connections.OpenDedicatedAsync(cancellationToken).ConfigureAwait(false), sql, channels, time);
        try
        {
            await connection.BeginAsync(connections, patience, cancellationToken).ConfigureAwait(false);
            return connection;
        }
        catch (Exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public bool TryTake(out Notification? notification) => _received.TryDequeue(out notification);

    /// <summary>Waits until a notification has arrived, or until it is known after a silence that the server is there; otherwise throws.</summary>
    public async ValueTask ReceiveAsync(TimeSpan keepAlive, CancellationToken cancellationToken)
    {
        await WaitAsync(keepAlive, cancellationToken).ConfigureAwait(false);
        if (_received.Count == 0)
        {
            await PingAsync(keepAlive, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async ValueTask BeginAsync(ConnectionManager connections, TimeSpan patience, CancellationToken cancellationToken)
    {
        var isPooled = await _connection.UseAsync(
            (driver, ct) =>
            {
                _sql.Receive(driver, _received.Enqueue);
                return _sql.IsPooledAsync(driver, ct);
            },
            cancellationToken).AsTask().WaitAsync(patience, _time, cancellationToken).ConfigureAwait(false);
        await _connection.ExecuteAllAsync([.. _channels.Select(_sql.Listen)], cancellationToken).AsTask().WaitAsync(patience, _time, cancellationToken).ConfigureAwait(false);
        if (isPooled)
        {
            await TryOutAsync(connections, patience, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Has another connection send a notification. A pooler that lends the session's server to others while this connection is idle does not pass it on.</summary>
    private async ValueTask TryOutAsync(ConnectionManager connections, TimeSpan patience, CancellationToken cancellationToken)
    {
        var channel = $"dataaccess_{Guid.NewGuid():n}";
        await _connection.ExecuteAsync(_sql.Listen(channel), cancellationToken).AsTask().WaitAsync(patience, _time, cancellationToken).ConfigureAwait(false);
        var other = await connections.OpenDedicatedAsync(cancellationToken).ConfigureAwait(false);
        await using (other.ConfigureAwait(false))
        {
            await other.ExecuteAsync(_sql.Notify(channel, ""), cancellationToken).AsTask().WaitAsync(patience, _time, cancellationToken).ConfigureAwait(false);
        }

        var others = new List<Notification>();
        var started = _time.GetTimestamp();
        while (true)
        {
            while (_received.TryDequeue(out var received))
            {
                if (received.Channel == channel)
                {
                    others.ForEach(_received.Enqueue);
                    return;
                }

                others.Add(received);
            }

            if (patience - _time.GetElapsedTime(started) is var left && left <= TimeSpan.Zero)
            {
                throw new NotSupportedException(
                    $"Notifications do not arrive: the connection to {_connection.DataSource} goes through a pooler that gives its session to others, as PgBouncer does in transaction mode. "
                    + "Listen on a database that is opened with the address of the server itself, or of a pooler in session mode.");
            }

            await WaitAsync(left, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
        => await _connection.UseAsync(
            async (driver, ct) =>
            {
                await _sql.WaitAsync(driver, atMost, ct).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);

    private async ValueTask PingAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var listening = await _connection.QueryAsync(_sql.CountListening(_channels), static row => row.GetInt64(0), cancellationToken: cancellationToken)
            .AsTask().WaitAsync(patience, _time, cancellationToken).ConfigureAwait(false);
        if (listening[0] != _channels.Count)
        {
            throw new IOException("The session does not listen any more. If there is a pooler in transaction mode, connect to the server itself.");
        }
    }
}
