using System.Data.Common;

namespace DataAccess.Providers;

/// <summary>How a database sends notifications, and how a connection receives them.</summary>
public abstract class NotificationSql
{
    /// <summary>Sends a notification when the transaction commits.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="payload">The payload.</param>
    /// <exception cref="ArgumentException">The database does not accept such a channel, or such a payload.</exception>
    public abstract SqlStatement Notify(string channel, string payload);

    /// <summary>Makes a session receive the notifications of a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <exception cref="ArgumentException">The database does not accept such a channel.</exception>
    public abstract SqlStatement Listen(string channel);

    /// <summary>Counts which of the channels this very session listens to, which also proves that the server answers; gives one row with the number.</summary>
    /// <param name="channels">The channels, each once.</param>
    public abstract SqlStatement CountListening(IReadOnlyList<string> channels);

    /// <summary>Whether a pooler stands between the connection and its server, so that its session may change.</summary>
    /// <param name="connection">An open connection on which nothing runs.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract ValueTask<bool> IsPooledAsync(DbConnection connection, CancellationToken cancellationToken);

    /// <summary>Passes on the notifications that a connection receives while it runs a statement or <see cref="WaitAsync"/>.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="receive">Called with each; it neither throws nor uses the connection.</param>
    public abstract void Receive(DbConnection connection, Action<Notification> receive);

    /// <summary>Reads from a connection until a message arrives.</summary>
    /// <param name="connection">The connection, on which nothing runs.</param>
    /// <param name="atMost">How long.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public abstract ValueTask WaitAsync(DbConnection connection, TimeSpan atMost, CancellationToken cancellationToken);
}
