using Cronos;
using DataAccess.Events.Messages;

namespace DataAccess.Events.Scheduling;

/// <summary>Events that are published at times.</summary>
/// <param name="Name">The name.</param>
/// <param name="Expression">When, as text.</param>
/// <param name="Cron">When.</param>
/// <param name="Zone">In which time zone.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Publish">Publishes the event of an occurrence.</param>
internal sealed record Schedule(
    string Name, string Expression, CronExpression Cron, TimeZoneInfo Zone, string Topic, Func<DatabaseTransaction, DateTimeOffset, CancellationToken, ValueTask<bool>> Publish)
{
    /// <summary>The first occurrence after a time.</summary>
    public DateTimeOffset? After(DateTimeOffset time) => Cron.GetNextOccurrence(time, Zone)?.ToUniversalTime();

    /// <exception cref="ArgumentException">The name or the expression is not valid.</exception>
    public static Schedule Of<T>(string name, string cron, TimeZoneInfo? zone, Func<DateTimeOffset, T> body)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(cron);
        ArgumentNullException.ThrowIfNull(body);
        TopicName.Check(name, "name of the schedule");
        return new Schedule(
            name, cron, Parse(name, cron), zone ?? TimeZoneInfo.Utc, TopicName.Of<T>(), (tx, occurrence, ct) => tx.PublishAsync(body(occurrence), key: name, options: OptionsOf(name, occurrence), cancellationToken: ct));
    }

    private static PublishOptions OptionsOf(string name, DateTimeOffset occurrence) => new()
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["schedule"] = name, ["occurrence"] = occurrence.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) },
    };

    private static CronExpression Parse(string name, string cron)
    {
        try
        {
            return CronExpression.Parse(cron, cron.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard);
        }
        catch (CronFormatException exception)
        {
            throw new ArgumentException($"The schedule '{name}' is not valid: '{cron}' is no cron expression. {exception.Message} It has five fields (minute, hour, day, month, weekday), or six with seconds first, such as '0 3 * * *'.", nameof(cron), exception);
        }
    }
}
