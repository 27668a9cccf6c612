using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Events;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events status</c>: how subscriptions and schedules stand.</summary>
internal sealed class EventsStatusCommand
{
    private readonly Option<int> _limit = new("--limit")
    {
        Description = "How far to count, as counting reads every row. Default: 100000.",
        HelpName = "N",
        DefaultValueFactory = static _ => 100_000,
    };

    private readonly EventsOptions _options;

    private EventsStatusCommand(CliConsole console)
    {
        _options = new EventsOptions(console);
        _limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit must be at least 1.");
            }
        });
    }

    public static Command Create(CliConsole console)
    {
        var status = new EventsStatusCommand(console);
        var command = new Command("status", "Show how the subscriptions and schedules stand. Writes nothing.") { status._limit };
        status._options.AddTo(command);
        command.SetAction(status.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (database, report, ct) =>
            {
                var status = await database.Events().StatusAsync(result.GetValue(_limit), ct);
                if (_options.Console.IsTerminal && !_options.IsJson(result))
                {
                    EventsStatusView.Draw(SpectreOutput.For(_options.Console), status);
                }
                else
                {
                    report.Write(EventsStatusView.Shape(status), EventsStatusView.Lines(status));
                }
            },
            cancellationToken);
}
