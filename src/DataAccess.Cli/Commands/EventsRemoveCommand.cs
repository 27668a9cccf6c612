using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events remove</c>: removes a subscription.</summary>
internal sealed class EventsRemoveCommand
{
    private readonly Option<bool> _yes = new("--yes") { Description = "Remove it. Without it, nothing is done." };

    private readonly Option<bool> _force = new("--force") { Description = "Remove it although programs handle it. Their handlers are cancelled." };

    private readonly EventsOptions _options;

    private EventsRemoveCommand(CliConsole console) => _options = new EventsOptions(console);

    public static Command Create(CliConsole console)
    {
        var remove = new EventsRemoveCommand(console);
        var command = new Command("remove", "Remove a subscription with all that it has still to handle. Exits with 4 if programs handle it.") { remove._yes, remove._force };
        remove._options.AddSubscriptionTo(command);
        command.Validators.Add(result =>
        {
            if (!result.GetValue(remove._yes))
            {
                result.AddError("'remove' deletes the subscription and what it has still to handle. Look at it with 'dataaccess events status', then pass --yes.");
            }
        });
        command.SetAction(remove.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.CountAsync(result, (admin, subscription, ct) => admin.RemoveAsync(subscription, result.GetValue(_force), ct), "removed", cancellationToken);
}
