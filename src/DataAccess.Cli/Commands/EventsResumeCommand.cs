using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Events;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events resume</c>: ends the pause of a subscription.</summary>
internal sealed class EventsResumeCommand
{
    private readonly EventsOptions _options;

    private EventsResumeCommand(CliConsole console) => _options = new EventsOptions(console);

    public static Command Create(CliConsole console)
    {
        var resume = new EventsResumeCommand(console);
        var command = new Command("resume", "End the pause of a subscription.");
        resume._options.AddSubscriptionTo(command);
        command.SetAction(resume.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (database, report, ct) =>
            {
                var subscription = _options.SubscriptionOf(result);
                var changed = await database.Events().ResumeAsync(subscription, ct);
                report.Write(new { Subscription = subscription, Changed = changed }, [$"{subscription} {(changed ? "is resumed; programs notice it within 2 s" : "was not paused")}."]);
            },
            cancellationToken);
}
