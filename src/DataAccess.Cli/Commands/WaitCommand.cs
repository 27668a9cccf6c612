using System.CommandLine;
using DataAccess.Cli.Terminal;
using Polly;
using Polly.Retry;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess wait</c>: waits until a database answers, for scripts that start one.</summary>
internal sealed class WaitCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly UrlOptions _url = new(defaultUrl: null);

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    private readonly Option<string?> _timeout = CommonOptions.Duration("--timeout", "How long to wait before exiting with 8. Default: 30s.");

    private readonly Option<bool> _json = CommonOptions.Json();

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
            var timeout = CommonOptions.DurationOf(result, _timeout) ?? DefaultTimeout;
            await using var database = _url.Open(result);
            var started = _console.Time.GetTimestamp();
            await WaitAsync(database, started, timeout, cancellationToken);
            await using var report = new MigrateReport(_console, json);
            var elapsed = _console.Time.GetElapsedTime(started);
            report.Write(
                new { database.Provider.Endpoint, Milliseconds = (long)elapsed.TotalMilliseconds },
                [Invariant($"{database.Provider.Endpoint} answers after {elapsed.TotalSeconds:0.0} s.")]);
            return (int)ExitCode.Done;
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(CommandFailure.Of(exception));
        }
    }

    private async Task WaitAsync(Database database, long started, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var strategy = new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = Pause,

            // Waiting does not help with a rejected login or an unknown database; it does with a server that is starting.
            ShouldHandle = args => new(
                args.Outcome.Exception is DatabaseUnavailableException { Failure.Kind: not FailureKind.Fatal } && _console.Time.GetElapsedTime(started) < timeout),
        };
        var retry = new ResiliencePipelineBuilder { TimeProvider = _console.Time }.AddRetry(strategy).Build();
        await retry.ExecuteAsync(async ct => await database.QuerySingleAsync<long>($"select 1", ct), cancellationToken);
    }
}
