using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events drop</c>: gives dead letters up.</summary>
internal sealed class EventsDropCommand
{
    private readonly EventSelection _selection = new();

    private readonly Option<bool> _yes = new("--yes") { Description = "Drop them. Without it, nothing is done." };

    private readonly EventsOptions _options;

    private EventsDropCommand(CliConsole console) => _options = new EventsOptions(console);

    public static Command Create(CliConsole console)
    {
        var drop = new EventsDropCommand(console);
        var command = new Command("drop", "Drop dead letters: the subscription never handles them, unless they are replayed. What waits behind them is handled.") { drop._yes };
        drop._options.AddSubscriptionTo(command);
        drop._selection.AddTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(drop._yes))
            {
                result.AddError("'drop' gives events up that were never handled. Look at them with 'dataaccess events dead', then pass --yes.");
            }
        });
        command.SetAction(drop.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.CountAsync(result, (admin, subscription, ct) => _selection.DropAsync(admin, subscription, result, ct), "dropped", cancellationToken);
}
