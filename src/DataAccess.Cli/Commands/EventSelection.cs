using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DataAccess.Events;

namespace DataAccess.Cli.Commands;

/// <summary>Which dead letters a command is for: some, or all, of a key.</summary>
internal sealed class EventSelection
{
    private readonly Option<long[]> _ids = new("--id")
    {
        Description = "A dead letter's id; may be given several times. Ids that are no dead letters are left alone.",
        HelpName = "ID",
        CustomParser = static result => [.. result.Tokens.Select(token => IdOf(token.Value, result))],
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _all = new("--all") { Description = "All dead letters of the subscription, or of --key." };

    private readonly Option<string?> _key = new("--key") { Description = "With --all: only those of this key.", HelpName = "KEY" };

    public void AddTo(Command command)
    {
        command.Add(_ids);
        command.Add(_all);
        command.Add(_key);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_ids) is not null == result.GetValue(_all))
            {
                result.AddError("Specify the dead letters: --id ID, which may be given several times, or --all.");
            }
            else if (result.GetResult(_key) is not null && !result.GetValue(_all))
            {
                result.AddError("--key selects among --all. With --id, leave it out.");
            }
        });
    }

    public ValueTask<long> RetryAsync(EventAdmin admin, string subscription, ParseResult result, CancellationToken cancellationToken)
        => result.GetValue(_all)
            ? admin.RetryAllAsync(subscription, result.GetValue(_key), cancellationToken)
            : admin.RetryAsync(subscription, result.GetRequiredValue(_ids), cancellationToken);

    public ValueTask<long> DropAsync(EventAdmin admin, string subscription, ParseResult result, CancellationToken cancellationToken)
        => result.GetValue(_all)
            ? admin.DropAllAsync(subscription, result.GetValue(_key), cancellationToken)
            : admin.DropAsync(subscription, result.GetRequiredValue(_ids), cancellationToken);

    private static long IdOf(string text, ArgumentResult result)
    {
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            result.AddError($"'{text}' is not an event's id. Use a whole number, as 'dataaccess events dead' shows it.");
        }

        return id;
    }
}
