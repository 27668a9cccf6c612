using DataAccess.Listening;

namespace DataAccess;

/// <content>Notifications.</content>
public sealed partial class Database
{
    /// <summary>Receives the notifications of a channel; PostgreSQL only. As <see cref="ListenAsync(IReadOnlyList{string}, ListenOptions?, CancellationToken)"/>.</summary>
    /// <param name="channel">The channel, as it is given to <see cref="DatabaseSession.NotifyAsync"/>; upper and lower case differ.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="NotSupportedException">The database has no notifications, or a pooler does not pass them on.</exception>
    public IAsyncEnumerable<Notification> ListenAsync(string channel, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        return ListenAsync([channel], null, cancellationToken);
    }

    /// <summary>
    /// Receives the notifications of channels, on a connection of its own outside the pool; PostgreSQL only. It connects when the enumeration begins, and
    /// closes the connection when it ends. A lost connection is opened again.
    /// </summary>
    /// <param name="channels">The channels, as they are given to <see cref="DatabaseSession.NotifyAsync"/>; upper and lower case differ.</param>
    /// <param name="options">Times; null for the defaults.</param>
    /// <param name="cancellationToken">Ends it, with <see cref="OperationCanceledException"/>.</param>
    /// <returns>
    /// First an item whose <see cref="Notification.IsGap"/> is true, once the server has confirmed; then each notification, in the order of the commits; after a lost connection an
    /// item with <see cref="Notification.IsGap"/> again.
    /// </returns>
    /// <exception cref="NotSupportedException">The database has no notifications, or a pooler does not pass them on.</exception>
    /// <exception cref="ArgumentException">There is no channel, or the name of one is not valid.</exception>
    /// <exception cref="DatabaseUnavailableException">The first connection could not be opened.</exception>
    /// <exception cref="ObjectDisposedException">The database was disposed.</exception>
    /// <remarks>
    /// Nothing is read ahead: while the caller does something else, notifications wait at the server, in a queue that all its databases share (8 GB). So read on
    /// soon, and do long work elsewhere.
    /// </remarks>
    public IAsyncEnumerable<Notification> ListenAsync(IReadOnlyList<string> channels, ListenOptions? options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(channels);
        if (channels.Count == 0)
        {
            throw new ArgumentException("Name at least one channel.", nameof(channels));
        }

        var sql = NotificationsOrThrow;
        var distinct = channels.Distinct(StringComparer.Ordinal).ToArray();
        foreach (var channel in distinct)
        {
            // The name is checked now, not when the enumeration begins.
            _ = sql.Listen(channel);
        }

        return new NotificationStream(Provider, Connections, distinct, (options ?? new ListenOptions()).Validated(), Context.Time, Context.Logger)
            .RunAsync(_closing.Token, cancellationToken);
    }
}
