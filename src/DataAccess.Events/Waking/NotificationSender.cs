using DataAccess.Events.Telemetry;
using DataAccess.Threading;

namespace DataAccess.Events.Waking;

/// <summary>
/// Notifies other programs after the COMMIT, and of many commits once: a NOTIFY in the publisher's own transaction would take a lock that PostgreSQL has once for a server, through
/// the write of its log (src/backend/commands/async.c). A notification that is lost costs time only.
/// </summary>
internal sealed class NotificationSender(DatabaseSession session)
{
    public const string Channel = "dataaccess_event";

    // Payloads have at most 7,999 bytes; topics 200 characters of up to 3 bytes as UTF-8.
    private const int MaxTopics = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly HashSet<string> _topics = new(StringComparer.Ordinal);
    private bool _runs;

    public void Send(string topic)
    {
        lock (_gate)
        {
            _topics.Add(topic);
            if (_runs)
            {
                return;
            }

            _runs = true;
        }

        _ = Detached.RunAsync(() => RunAsync());
    }

    /// <summary>The topics of a payload; none for "look everywhere".</summary>
    public static string[] Read(string payload) => payload.Length == 0 ? [] : payload.Split('\n');

    private async Task RunAsync()
    {
        while (Take() is { } payload)
        {
            try
            {
                await SendAsync(payload).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The others look for themselves.
                EventLog.NotNotified(session.Context.Logger, session.Provider.Endpoint, exception.GetType().Name);
            }

            await Task.Delay(Pause, session.Context.Time).ConfigureAwait(false);
        }
    }

    private string? Take()
    {
        lock (_gate)
        {
            if (_topics.Count == 0)
            {
                _runs = false;
                return null;
            }

            var payload = _topics.Count > MaxTopics || _topics.Any(static t => t.Contains('\n', StringComparison.Ordinal)) ? "" : string.Join('\n', _topics);
            _topics.Clear();
            return payload;
        }
    }

    /// <summary>In one round trip, and without waiting for the disk: there is nothing to be kept.</summary>
    private async ValueTask SendAsync(string payload)
    {
        SqlStatement statement = $"select set_config('synchronous_commit', 'off', true), pg_notify({Channel}, {payload})";
        await session.ExecuteAsync(statement.OfLibrary(), CancellationToken.None).ConfigureAwait(false);
    }
}
