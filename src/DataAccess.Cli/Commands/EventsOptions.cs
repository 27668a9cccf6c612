using System.CommandLine;
using System.Data.Common;
using DataAccess.Cli.Terminal;
using DataAccess.Events;

namespace DataAccess.Cli.Commands;

/// <summary>What the commands of <c>events</c> share: their options, opening the database, and reporting failures.</summary>
internal sealed class EventsOptions(CliConsole console)
{
    private readonly UrlOptions _url = new(defaultUrl: null);

    private readonly Option<string> _subscription = new("--subscription", "-s") { Description = "The subscription's name.", HelpName = "NAME", Required = true };

    private readonly Option<bool> _json = CommonOptions.Json();

    public CliConsole Console => console;

    public void AddTo(Command command)
    {
        _url.AddTo(command);
        command.Add(_json);
    }

    /// <summary>Adds the option of the commands that are for one subscription, too.</summary>
    public void AddSubscriptionTo(Command command)
    {
        command.Add(_subscription);
        AddTo(command);
    }

    public string SubscriptionOf(ParseResult result) => result.GetRequiredValue(_subscription);

    public bool IsJson(ParseResult result) => result.GetValue(_json);

    /// <summary>Runs a command's work and turns an exception into a message and an exit code.</summary>
    public async Task<int> RunAsync(ParseResult result, Func<Database, MigrateReport, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        var json = IsJson(result);
        await using var report = new MigrateReport(console, json);
        try
        {
            await using var database = _url.Open(result);
            await work(database, report, cancellationToken);
            return (int)ExitCode.Done;
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(console, json).WriteAsync(FailureOf(exception));
        }
    }

    /// <summary>Runs work that changes something of the subscription, and gives how many events that were.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="work">The work.</param>
    /// <param name="done">What was done, such as <c>retried</c>.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    public Task<int> CountAsync(ParseResult result, Func<EventAdmin, string, CancellationToken, ValueTask<long>> work, string done, CancellationToken cancellationToken)
        => RunAsync(
            result,
            async (database, report, ct) =>
            {
                var events = await work(database.Events(), SubscriptionOf(result), ct);
                report.Write(new { Subscription = SubscriptionOf(result), Events = events }, [Invariant($"{done}  {events} event{(events == 1 ? "" : "s")} of {SubscriptionOf(result)}")]);
            },
            cancellationToken);

    private static CommandFailure FailureOf(Exception exception) => exception switch
    {
        // The parameter's name is of no use to the user.
        ArgumentException => new(ExitCode.Usage, exception.Message.Split(" (Parameter '", 2)[0]),
        NotSupportedException => new(ExitCode.Usage, exception.Message),
        InvalidOperationException => new(ExitCode.Validation, exception.Message),
        DbException when exception.Message.Contains("dataaccess_", StringComparison.Ordinal)
            => new(ExitCode.Validation, $"{exception.Message} Are the tables of events there? A program that handles events creates them when it starts, or a migration with what 'dataaccess events tables' prints."),
        _ => CommandFailure.Of(exception),
    };
}
