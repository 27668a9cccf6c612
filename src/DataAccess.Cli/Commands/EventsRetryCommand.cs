using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events retry</c>: has dead letters handled again.</summary>
internal sealed class EventsRetryCommand
{
    private readonly EventSelection _selection = new();

    private readonly EventsOptions _options;

    private EventsRetryCommand(CliConsole console) => _options = new EventsOptions(console);

    public static Command Create(CliConsole console)
    {
        var retry = new EventsRetryCommand(console);
        var command = new Command("retry", "Have dead letters handled again, and what waits behind them.");
        retry._options.AddSubscriptionTo(command);
        retry._selection.AddTo(command);
        command.SetAction(retry.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.CountAsync(result, (admin, subscription, ct) => _selection.RetryAsync(admin, subscription, result, ct), "retried", cancellationToken);
}
