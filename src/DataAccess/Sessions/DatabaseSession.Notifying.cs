using DataAccess.Providers;

namespace DataAccess;

/// <content>Notifications.</content>
public abstract partial class DatabaseSession
{
    /// <summary>
    /// Sends a notification to all that listen on a channel; PostgreSQL only. In a transaction it is sent when that commits, and not if it is
    /// rolled back; of several with the same channel and payload in a transaction one is sent.
    /// </summary>
    /// <param name="channel">The channel, of 1 to 63 bytes as UTF-8.</param>
    /// <param name="payload">A text of at most 7,999 bytes as UTF-8; empty for none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="NotSupportedException">The database has no notifications.</exception>
    /// <exception cref="ArgumentException">The channel or the payload is too long.</exception>
    public async ValueTask NotifyAsync(string channel, string payload = "", CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(payload);
        await ExecuteAsync(NotificationsOrThrow.Notify(channel, payload).OfLibrary(), cancellationToken).ConfigureAwait(false);
    }

    private protected NotificationSql NotificationsOrThrow
        => Provider.Notifications
            ?? throw new NotSupportedException($"{Dialect.Name} has no notifications. Write the messages to a table, and read those with a key above the last one that you have seen.");
}
