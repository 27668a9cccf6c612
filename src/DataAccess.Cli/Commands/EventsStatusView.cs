using DataAccess.Events;
using Spectre.Console;

namespace DataAccess.Cli.Commands;

/// <summary>What <c>events status</c> prints: tables on a terminal, elsewhere lines or one JSON object.</summary>
internal static class EventsStatusView
{
    public static void Draw(IAnsiConsole output, EventStatus status)
    {
        if (status.Subscriptions.Count > 0)
        {
            var table = new Table().RoundedBorder();
            table.AddColumn(new TableColumn("Subscription").NoWrap());
            foreach (var heading in (string[])["Ready", "Lag", "Later", "Dead", "Owned", "By"])
            {
                table.AddColumn(new TableColumn(heading).RightAligned());
            }

            foreach (var s in status.Subscriptions)
            {
                string[] figures = [Of(s, s.Ready), s.Lag is { } lag ? Time(lag) : "-", LaterOf(s), Of(s, s.Dead), OwnedOf(s), Invariant($"{s.Members} program{(s.Members == 1 ? "" : "s")}")];
                table.AddRow([Markup.Escape($"{NameOf(s)}\n{s.Topic}"), .. figures]);
            }

            output.Write(table);
        }

        foreach (var line in status.Schedules.Select(Line).Concat(LastLines(status)))
        {
            output.WriteLine(line);
        }
    }

    public static IEnumerable<string> Lines(EventStatus status)
        => status.Subscriptions.Select(Line).Concat(status.Schedules.Select(Line)).Concat(LastLines(status));

    public static object Shape(EventStatus status) => new
    {
        Subscriptions = status.Subscriptions.Select(static s => new
        {
            s.Name,
            s.Topic,
            s.Partitions,
            s.IsPaused,
            s.Ready,
            s.Delayed,
            s.Retrying,
            s.Dead,
            s.Stopped,
            s.AreCountsExact,
            LagSeconds = s.Lag?.TotalSeconds,
            s.OwnedPartitions,
            Programs = s.Members,
            UnownedSeconds = s.Unowned?.TotalSeconds,
        }),
        status.Schedules,
        status.Events,
        status.CountLimit,
        status.Warnings,
    };

    private static string Line(SubscriptionStatus s)
        => $"{NameOf(s)}  {s.Topic}  ready {Of(s, s.Ready)}, delayed {Of(s, s.Delayed)}, retrying {Of(s, s.Retrying)}, dead {Of(s, s.Dead)}, stopped {Of(s, s.Stopped)}"
            + $"{(s.Lag is { } lag ? $"  lag {Time(lag)}" : "")}  owned {OwnedOf(s)}  programs {Invariant($"{s.Members}")}";

    private static string Line(ScheduleStatus s) => Invariant($"schedule {s.Name}  {s.Cron}  {s.Zone}  next {s.Next.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z");

    private static IEnumerable<string> LastLines(EventStatus status)
        => status.Warnings.Select(static w => $"warning  {w}").Prepend(
            Invariant($"{status.Subscriptions.Count} subscriptions, {status.Schedules.Count} schedules, {status.Events}{(status.Events >= status.CountLimit ? " or more" : "")} stored events"));

    private static string NameOf(SubscriptionStatus s) => s.IsPaused ? $"{s.Name} (paused)" : s.Name;

    private static string LaterOf(SubscriptionStatus s)
    {
        (long Count, string State)[] all = [(s.Delayed, "delayed"), (s.Retrying, "retrying"), (s.Stopped, "stopped")];
        var later = string.Join('\n', all.Where(static l => l.Count > 0).Select(l => $"{Of(s, l.Count)} {l.State}"));
        return later.Length == 0 ? "-" : later;
    }

    private static string OwnedOf(SubscriptionStatus s) => Invariant($"{s.OwnedPartitions}/{s.Partitions}{(s.Unowned is { } since ? $", not for {Time(since)}" : "")}");

    private static string Of(SubscriptionStatus s, long count) => Invariant($"{count}{(s.AreCountsExact ? "" : "+")}");

    private static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 10 } => Invariant($"{time.TotalSeconds:0.0} s"),
        { TotalMinutes: < 3 } => Invariant($"{time.TotalSeconds:0} s"),
        { TotalHours: < 3 } => Invariant($"{time.TotalMinutes:0} min"),
        { TotalDays: < 3 } => Invariant($"{time.TotalHours:0} h"),
        _ => Invariant($"{time.TotalDays:0} d"),
    };
}
