using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary>What the commands of <c>migrate</c> share: their options, opening the database, and reporting failures.</summary>
internal sealed class MigrateOptions
{
    private readonly UrlOptions _url = new(defaultUrl: null);

    private readonly MigrationFilesOptions _files = new();

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly Option<string> _order = new("--order")
    {
        Description = "What to do with a file older than the newest applied one: reject it (strict), skip it (skip), or apply it (any).",
        DefaultValueFactory = static _ => "strict",
    };

    private readonly Option<string> _transaction = new("--tx")
    {
        Description = "The scope of a transaction: each file (file), all files together (all), or none (none).",
        DefaultValueFactory = static _ => "file",
    };

    private readonly Option<string?> _lockTimeout = CommonOptions.Duration("--lock-timeout", "How long a statement waits for a lock before it is rolled back and retried. Default: 3s.");

    private readonly Option<string?> _lockBudget = CommonOptions.Duration("--lock-budget", "How long a migration is retried while other sessions hold its locks. Default: 1m.");

    private readonly Option<string?> _wait = CommonOptions.Duration("--wait", "How long to wait for another runner. Default: 5m.");

    private readonly Option<bool> _allowNonEmpty = CommonOptions.AllowNonEmpty();

    private readonly CliConsole _console;

    public MigrateOptions(CliConsole console)
    {
        _console = console;
        _order.AcceptOnlyFromAmong("strict", "skip", "any");
        _transaction.AcceptOnlyFromAmong("file", "all", "none");
    }

    public void AddTo(Command command)
    {
        _url.AddTo(command);
        _files.AddTo(command);
        command.Add(_order);
        command.Add(_allowNonEmpty);
        command.Add(_json);
    }

    /// <summary>Adds the options of the commands that run files, too.</summary>
    public void AddRunningTo(Command command)
    {
        AddTo(command);
        foreach (var option in new Option[] { _transaction, _lockTimeout, _lockBudget, _wait })
        {
            command.Add(option);
        }
    }

    /// <summary>Runs a command's work and turns an exception into a message and an exit code.</summary>
    public Task<int> RunAsync(
        ParseResult result, Func<Migrator, MigrateReport, CancellationToken, Task<ExitCode>> work, CancellationToken cancellationToken)
        => RunOnAsync(result, (target, report, ct) => work(new Migrator(target.Database, target.Options, time: _console.Time), report, ct), cancellationToken);

    /// <inheritdoc cref="RunAsync"/>
    public async Task<int> RunOnAsync(
        ParseResult result, Func<MigrateTarget, MigrateReport, CancellationToken, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        await using var report = new MigrateReport(_console, json);
        try
        {
            var options = Read(result);
            await using var database = _url.Open(result);
            return (int)await work(new MigrateTarget(database, _url.Text(result), options), report, cancellationToken);
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(MigrateFailure.Of(exception), report.Done);
        }
    }

    /// <summary>Like <see cref="RunAsync"/>, for a command that runs files: it shows what they do, and its failure tells what was done before.</summary>
    public Task<int> RunFilesAsync(
        ParseResult result, Func<Migrator, MigrateReport, CancellationToken, Task<ExitCode>> work, CancellationToken cancellationToken)
        => RunAsync(result, (migrator, report, ct) => report.ShowAsync(() => work(migrator, report, ct)), cancellationToken);

    /// <inheritdoc cref="RunFilesAsync"/>
    public Task<int> RunFilesOnAsync(
        ParseResult result, Func<MigrateTarget, MigrateReport, CancellationToken, Task<ExitCode>> work, CancellationToken cancellationToken)
        => RunOnAsync(result, (target, report, ct) => report.ShowAsync(() => work(target, report, ct)), cancellationToken);

    private MigrationOptions Read(ParseResult result)
    {
        var options = _files.Read(result);
        options.AllowNonEmpty = result.GetValue(_allowNonEmpty);
        options.Order = Enum.Parse<MigrationOrder>(result.GetRequiredValue(_order), ignoreCase: true);
        if (result.CommandResult.Command.Options.Contains(_transaction))
        {
            options.Transaction = Enum.Parse<MigrationTransaction>(result.GetRequiredValue(_transaction), ignoreCase: true);
            options.LockTimeout = CommonOptions.DurationOf(result, _lockTimeout) ?? options.LockTimeout;
            options.LockRetryBudget = CommonOptions.DurationOf(result, _lockBudget) ?? options.LockRetryBudget;
            options.RunnerTimeout = CommonOptions.DurationOf(result, _wait) ?? options.RunnerTimeout;
        }

        return options;
    }
}
