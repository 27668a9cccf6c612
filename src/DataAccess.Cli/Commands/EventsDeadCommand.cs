using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Events;
using Spectre.Console;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events dead</c>: lists dead letters.</summary>
internal sealed class EventsDeadCommand
{
    private readonly Option<int> _limit = new("--limit") { Description = "How many to list, up to 10,000.", HelpName = "N", DefaultValueFactory = static _ => 100 };

    private readonly Option<long> _after = new("--after") { Description = "Only those with greater ids, such as the last one of the list before.", HelpName = "ID" };

    private readonly EventsOptions _options;

    private EventsDeadCommand(CliConsole console)
    {
        _options = new EventsOptions(console);
        _limit.Validators.Add(static result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 10_000)
            {
                result.AddError("--limit must be from 1 to 10000.");
            }
        });
    }

    public static Command Create(CliConsole console)
    {
        var dead = new EventsDeadCommand(console);
        var command = new Command("dead", "List a subscription's dead letters, and why they failed. With --json also their bodies and headers.") { dead._limit, dead._after };
        dead._options.AddSubscriptionTo(command);
        command.SetAction(dead.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (database, report, ct) =>
            {
                var subscription = _options.SubscriptionOf(result);
                var letters = await database.Events().DeadLettersAsync(subscription, result.GetValue(_limit), result.GetValue(_after), ct);
                if (letters.Count > 0 && _options.Console.IsTerminal && !_options.IsJson(result))
                {
                    SpectreOutput.For(_options.Console).Write(TableOf(letters));
                    return;
                }

                report.Write(
                    new { Subscription = subscription, DeadLetters = letters },
                    letters.Count == 0 ? [$"{subscription} has no dead letters."] : letters.Select(static l => Invariant($"{l.Id}  {l.Created:yyyy-MM-dd HH:mm:ss}Z  {l.Topic}  {l.Key ?? "-"}  attempt {l.Attempt}  {OneLine(l.Error)}")));
            },
            cancellationToken);

    private static Table TableOf(IReadOnlyList<DeadLetter> letters)
    {
        var table = new Table().RoundedBorder();
        table.AddColumns("Id", "Published", "Topic", "Key", "Attempts", "Error");
        foreach (var letter in letters)
        {
            table.AddRow(
                Invariant($"{letter.Id}"), Invariant($"{letter.Created:yyyy-MM-dd HH:mm:ss}Z"), Markup.Escape(letter.Topic), Markup.Escape(letter.Key ?? "-"), Invariant($"{letter.Attempt}"), Markup.Escape(OneLine(letter.Error)));
        }

        return table;
    }

    private static string OneLine(string? text) => (text ?? "-").ReplaceLineEndings(" ");
}
