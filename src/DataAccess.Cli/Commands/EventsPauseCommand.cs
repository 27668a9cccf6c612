using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Events;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events pause</c>: pauses a subscription.</summary>
internal sealed class EventsPauseCommand
{
    private readonly EventsOptions _options;

    private EventsPauseCommand(CliConsole console) => _options = new EventsOptions(console);

    public static Command Create(CliConsole console)
    {
        var pause = new EventsPauseCommand(console);
        var command = new Command("pause", "Pause a subscription: its events are stored and wait.");
        pause._options.AddSubscriptionTo(command);
        command.SetAction(pause.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (database, report, ct) =>
            {
                var subscription = _options.SubscriptionOf(result);
                var changed = await database.Events().PauseAsync(subscription, ct);
                report.Write(new { Subscription = subscription, Changed = changed }, [$"{subscription} {(changed ? "is paused; programs notice it within 2 s" : "was paused already")}."]);
            },
            cancellationToken);
}
