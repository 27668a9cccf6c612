using DataAccess.Events.Storage;
using DataAccess.Events.Telemetry;

namespace DataAccess.Events.Scheduling;

/// <summary>
/// Publishes the events of schedules. Who moves a schedule's next time forward publishes, in the same transaction: so each occurrence is published once, by however many programs. What was
/// missed while none of them ran is published once, for the first occurrence that was missed.
/// </summary>
internal sealed class ScheduleRunner(Database database, IReadOnlyList<Schedule> schedules)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    private readonly EventSql _sql = EventSql.Of(database);

    public async Task RunAsync(CancellationToken stopping)
    {
        var isKnown = false;
        while (schedules.Count > 0 && !stopping.IsCancellationRequested)
        {
            var pause = FailurePause;
            try
            {
                if (!isKnown)
                {
                    await EnsureAsync(stopping).ConfigureAwait(false);
                    isKnown = true;
                }

                pause = await RoundAsync(stopping).ConfigureAwait(false);
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                EventLog.NotScheduled(database.Context.Logger, string.Join(", ", schedules.Select(static s => s.Name)), exception.GetType().Name, exception.Message);
            }

            await Task.Delay(pause, database.Context.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Stores schedules that are new or have changed.</summary>
    private async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken).ConfigureAwait(false);
        var stored = (await StoredAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(static s => s.Name, StringComparer.Ordinal);
        foreach (var schedule in schedules)
        {
            var next = NextOf(schedule, now);
            if (!stored.TryGetValue(schedule.Name, out var known))
            {
                try
                {
                    await database.ExecuteAsync(
                        $"insert into dataaccess_schedule (name, cron, zone, next, topic) values ({schedule.Name}, {schedule.Expression}, {schedule.Zone.Id}, {next}, {schedule.Topic})", cancellationToken).ConfigureAwait(false);
                }
                catch (Exception exception) when (database.Provider.ViolatedConstraint(exception) is not null)
                {
                    // Another program has just stored it.
                }
            }
            else if (!string.Equals(known.Cron, schedule.Expression, StringComparison.Ordinal) || !string.Equals(known.Zone, schedule.Zone.Id, StringComparison.Ordinal))
            {
                await database.ExecuteAsync(
                    $"update dataaccess_schedule set cron = {schedule.Expression}, zone = {schedule.Zone.Id}, next = {next}, topic = {schedule.Topic} where name = {schedule.Name} and next = {known.Next}", cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Publishes what is due; gives for how long nothing will be.</summary>
    private async ValueTask<TimeSpan> RoundAsync(CancellationToken cancellationToken)
    {
        var now = await NowAsync(cancellationToken).ConfigureAwait(false);
        var pause = Longest;
        foreach (var stored in await StoredAsync(cancellationToken).ConfigureAwait(false))
        {
            var next = stored.Next;
            if (next <= now && schedules.FirstOrDefault(s => string.Equals(s.Name, stored.Name, StringComparison.Ordinal)) is { } schedule)
            {
                next = NextOf(schedule, now);
                await FireAsync(schedule, stored.Next, next, cancellationToken).ConfigureAwait(false);
            }

            var wait = next - now;
            pause = wait < pause ? wait : pause;
        }

        return pause > Shortest ? pause : Shortest;
    }

    private ValueTask FireAsync(Schedule schedule, DateTimeOffset occurrence, DateTimeOffset next, CancellationToken cancellationToken)
        => database.InTransactionAsync(
            async (tx, ct) =>
            {
                if (await tx.ExecuteAsync($"update dataaccess_schedule set next = {next} where name = {schedule.Name} and next = {occurrence}", ct).ConfigureAwait(false) == 1)
                {
                    await schedule.Publish(tx, occurrence, ct).ConfigureAwait(false);
                }
            },
            cancellationToken);

    private async ValueTask<DateTimeOffset> NowAsync(CancellationToken cancellationToken)
        => await database.ScalarAsync<DateTimeOffset>($"select {SqlStatement.Raw(_sql.Now)}", cancellationToken).ConfigureAwait(false);

    private ValueTask<IReadOnlyList<StoredSchedule>> StoredAsync(CancellationToken cancellationToken)
    {
        var names = schedules.Select(static s => s.Name).ToArray();
        return database.QueryAsync<StoredSchedule>($"select name, cron, zone, next from dataaccess_schedule where name in {names}", cancellationToken);
    }

    // An expression without a further occurrence, such as one of the 30th of February, is asked again in a thousand years.
    private static DateTimeOffset NextOf(Schedule schedule, DateTimeOffset now) => schedule.After(now) ?? new DateTimeOffset(9_000, 1, 1, 0, 0, 0, TimeSpan.Zero);
}
