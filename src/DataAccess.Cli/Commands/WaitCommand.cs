using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations.Files;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess wait</c>: waits until a database answers, for scripts that start one.</summary>
internal sealed class WaitCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly UrlOptions _url = new(defaultUrl: null);

    private readonly Option<string> _timeout = new("--timeout")
    {
        Description = "How long to wait before giving up with exit code 8.",
        HelpName = "TIME",
        DefaultValueFactory = static _ => "30s",
    };

    private readonly Option<bool> _json = MigrateOptions.Json();

    private readonly CliConsole _console;

    private WaitCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        var wait = new WaitCommand(console);
        var command = new Command("wait", "Wait until a database answers.") { wait._timeout, wait._json };
        wait._url.AddTo(command);
        command.SetAction(wait.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        try
        {
            var text = result.GetRequiredValue(_timeout);
            var timeout = MigrationDirectives.TryParseTime(text) ?? throw new UsageException($"'--timeout {text}' is no time. Write 500ms, 30s or 2m.");
            await using var database = _url.Open(result);
            var started = _console.Time.GetTimestamp();
            await WaitAsync(database, started, timeout, cancellationToken);
            await using var report = new MigrateReport(_console, json);
            var elapsed = _console.Time.GetElapsedTime(started);
            report.Write(
                new { database.Provider.Endpoint, Milliseconds = (long)elapsed.TotalMilliseconds },
                [$"{database.Provider.Endpoint} answers, after {elapsed.TotalSeconds:0.0} s."]);
            return (int)ExitCode.Done;
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(CommandFailure.Of(exception));
        }
    }

    private async Task WaitAsync(Database database, long started, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await database.QuerySingleAsync<long>($"select 1", cancellationToken);
                return;
            }
            catch (DatabaseUnavailableException exception)
                when (exception.Failure.Kind != FailureKind.Fatal && _console.Time.GetElapsedTime(started) < timeout)
            {
                // A refused login or an unknown database does not heal by waiting; a server that starts does.
                await Task.Delay(Pause, _console.Time, cancellationToken);
            }
        }
    }
}
