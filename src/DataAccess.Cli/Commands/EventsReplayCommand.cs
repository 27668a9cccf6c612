using System.CommandLine;
using System.Globalization;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events replay</c>: delivers stored events to a subscription again.</summary>
internal sealed class EventsReplayCommand
{
    private readonly Option<string> _from = Place("--from", "The first event: its id, or a time such as 2026-11-23T08:00Z.", required: true);

    private readonly Option<string> _to = Place("--to", "The last event: its id, or a time. Default: the last one that is stored.", required: false);

    private readonly EventsOptions _options;

    private EventsReplayCommand(CliConsole console) => _options = new EventsOptions(console);

    public static Command Create(CliConsole console)
    {
        var replay = new EventsReplayCommand(console);
        var command = new Command("replay", "Deliver stored events to a subscription again, by their ids or by when they were published. Those that it has still to handle are left alone.")
        {
            replay._from, replay._to,
        };
        replay._options.AddSubscriptionTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(replay._from) is { } from && result.GetValue(replay._to) is { } to && IdOf(from) is null != IdOf(to) is null)
            {
                result.AddError("--from and --to must both be ids or both be times.");
            }
        });
        command.SetAction(replay.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var (from, to) = (result.GetRequiredValue(_from), result.GetValue(_to));
        return _options.CountAsync(
            result,
            (admin, subscription, ct) => IdOf(from) is { } first
                ? admin.ReplayAsync(subscription, first, to is null ? null : IdOf(to), ct)
                : admin.ReplayAsync(subscription, TimeOf(from)!.Value, to is null ? null : TimeOf(to), ct),
            "replayed",
            cancellationToken);
    }

    private static Option<string> Place(string name, string description, bool required)
    {
        var option = new Option<string>(name) { Description = description, HelpName = "ID|TIME", Required = required };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && IdOf(text) is null && TimeOf(text) is null)
            {
                result.AddError($"'{text}' is neither an event's id nor a time. Use a whole number for {name}, or a time such as 2026-11-23T08:00Z; without a zone, it is in UTC.");
            }
        });
        return option;
    }

    private static long? IdOf(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static DateTimeOffset? TimeOf(string text)
        => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
