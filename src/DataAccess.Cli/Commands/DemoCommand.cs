using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DataAccess.Cli.Demo;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess demo</c>: samples this machine's processes into a database and shows the busiest.</summary>
internal sealed class DemoCommand
{
    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "How long to sample, in seconds.",
        DefaultValueFactory = static _ => 10,
        CustomParser = ParseSeconds,
    };

    private readonly UrlOptions _url = new(defaultUrl: "sqlite:dataaccess-demo.db");

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly CliConsole _console;

    private DemoCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        var demo = new DemoCommand(console);
        var command = new Command("demo", "Sample this machine's processes into a table through the batching writer, and show the busiest.")
        {
            demo._seconds, demo._json,
        };
        demo._url.AddTo(command);
        command.SetAction(demo.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        try
        {
            await using var database = _url.Open(result);
            var duration = TimeSpan.FromSeconds(result.GetValue(_seconds));
            if (!json)
            {
                await _console.Out.WriteLineAsync(Invariant($"Sampling this machine's processes for {duration.TotalSeconds:0.#} s into {database.Provider.Endpoint} …"));
            }

            var done = await new ProcessDemo(database, _console.Time).RunAsync(duration, cancellationToken);
            var report = new DemoReport(_console);
            if (json)
            {
                report.WriteJson(done);
            }
            else
            {
                report.WriteText(done);
            }

            return (int)ExitCode.Done;
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(CommandFailure.Of(exception));
        }
    }
    /// <summary>System.CommandLine converts by the culture, under which 0.5 may be 5.</summary>
    private static double ParseSeconds(ArgumentResult result)
    {
        var text = result.Tokens[^1].Value;
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600)
        {
            return seconds;
        }

        result.AddError($"'{text}' is not a valid number of seconds: --seconds must be more than 0 and at most 3600.");
        return 0;
    }
}
