using System.Text.Json;
using DataAccess.Events.Settings;

namespace DataAccess.Events;

/// <summary>What holds for all events of a database in this program.</summary>
public sealed class EventOptions
{
    /// <summary>
    /// For how long a program owns its parts of the subscriptions without being heard of, 1 s to 1 h; default 30 s. The events of a program that was killed are handled by another
    /// one after that. The database's clock counts.
    /// </summary>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many handlers run at once in this program, of all subscriptions together, 1 to 100,000. Default 64.</summary>
    public int Concurrency { get; set; } = 64;

    /// <summary>How long events are kept after all subscriptions have handled them, 0 to 3,650 days; default 7 days. As long can they be replayed.</summary>
    public TimeSpan Retain { get; set; } = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether programs tell each other of new events, on databases that have notifications (PostgreSQL); default true. If false, as behind a pooler in transaction mode,
    /// they look for new events as on the other databases.
    /// </summary>
    public bool Notify { get; set; } = true;

    /// <summary>How often a program that is not notified looks whether another one has published, 5 ms to 1 min. Default 25 ms.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <summary>Whether a processor creates the tables where they are not there; default true. If false, <c>dataaccess events tables</c> prints what a migration needs.</summary>
    public bool CreateTables { get; set; } = true;

    /// <summary>How long <c>StopAsync</c> waits for handlers before their tokens are cancelled, up to 1 day. Default 20 s.</summary>
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a handler may take to return when its token was cancelled, up to 1 h. Default 5 s.</summary>
    public TimeSpan HandlerGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How bodies are written and read. Default: that of the web (<see cref="JsonSerializerDefaults.Web"/>), by reflection. Give one with source-generated contexts for native code.</summary>
    public JsonSerializerOptions? Json { get; set; }

    /// <exception cref="InvalidOptionsException">Some are not valid.</exception>
    internal EventOptions Validated()
    {
        var check = new OptionsCheck("The options of events");
        check.Range(Lease, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1), nameof(Lease));
        check.Range(Concurrency, 1, 100_000, nameof(Concurrency));
        check.Range(Retain, TimeSpan.Zero, TimeSpan.FromDays(3_650), nameof(Retain));
        check.Range(PollInterval, TimeSpan.FromMilliseconds(5), TimeSpan.FromMinutes(1), nameof(PollInterval));
        check.Range(DrainTimeout, TimeSpan.Zero, TimeSpan.FromDays(1), nameof(DrainTimeout));
        check.Range(HandlerGrace, TimeSpan.Zero, TimeSpan.FromHours(1), nameof(HandlerGrace));
        check.Throw();
        return (EventOptions)MemberwiseClone();
    }
}
