using System.Data.Common;
using System.Text;
using DataAccess.Providers;
using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>LISTEN and NOTIFY.</summary>
internal sealed class PostgreSqlNotifications : NotificationSql
{
    public static readonly PostgreSqlNotifications Instance = new();

    // NAMEDATALEN and NOTIFY_PAYLOAD_MAX_LENGTH of a server as it is built by default, each less one.
    private const int LongestChannel = 63;
    private const int LongestPayload = 7_999;

    public override SqlStatement Notify(string channel, string payload)
    {
        var bytes = Encoding.UTF8.GetByteCount(payload);
        if (bytes > LongestPayload)
        {
            throw new ArgumentException(
                Invariant($"The payload for the channel '{channel}' has {bytes} bytes; PostgreSQL sends at most {LongestPayload}. Write it to a table, and send its key."), nameof(payload));
        }

        return $"select pg_catalog.pg_notify({Checked(channel)}, {payload})";
    }

    public override SqlStatement Listen(string channel) => $"listen {SqlStatement.Identifier(Checked(channel))}";

    public override SqlStatement CountListening(IReadOnlyList<string> channels)
        => $"select count(*) from pg_catalog.pg_listening_channels() c (name) where name in {channels.ToArray()}";

    /// <summary>A pooler gives its client a number of its own for cancels.</summary>
    public override async ValueTask<bool> IsPooledAsync(DbConnection connection, CancellationToken cancellationToken)
        => (int)(await RawSql.QueryScalarAsync(connection, "select pg_catalog.pg_backend_pid()", cancellationToken).ConfigureAwait(false))! != ((NpgsqlConnection)connection).ProcessID;

    public override void Receive(DbConnection connection, Action<Notification> receive)
        => ((NpgsqlConnection)connection).Notification += (_, e) => receive(new Notification(e.Channel, e.Payload, e.PID));

    public override async ValueTask WaitAsync(DbConnection connection, TimeSpan atMost, CancellationToken cancellationToken)
        => await ((NpgsqlConnection)connection).WaitAsync((int)Math.Max(1, atMost.TotalMilliseconds), cancellationToken).ConfigureAwait(false);

    private static string Checked(string channel)
        => channel.Length > 0 && Encoding.UTF8.GetByteCount(channel) <= LongestChannel
            ? channel
            : throw new ArgumentException(
                Invariant($"The channel '{channel}' has {Encoding.UTF8.GetByteCount(channel)} bytes; the name of a channel has 1 to {LongestChannel}."), nameof(channel));
}
