using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;
using DataAccess.Migrations.Files;

namespace DataAccess.Cli.Commands;

/// <summary>What the commands of <c>migrate</c> share: their options, opening the database, and what becomes of a failure.</summary>
internal sealed class MigrateOptions
{
    private readonly UrlOptions _url = new(defaultUrl: null);

    private readonly Option<string> _order = new("--order")
    {
        Description = "What to do with a file older than the newest applied one: refuse it, leave it out, or apply it.",
        DefaultValueFactory = static _ => "strict",
    };

    private readonly Option<string[]> _set = Placeholders();

    private readonly Option<string> _transaction = new("--tx")
    {
        Description = "What is one transaction: each file, all files together, or none.",
        DefaultValueFactory = static _ => "file",
    };

    private readonly Option<string?> _lockTimeout = Time("--lock-timeout", "How long a statement waits for a lock before it gives way and is tried again. Default 3s.");

    private readonly Option<string?> _lockBudget = Time("--lock-budget", "How long a migration is tried again while others hold its locks. Default 1m.");

    private readonly Option<string?> _wait = Time("--wait", "How long to wait for another runner. Default 5m.");

    private readonly CliConsole _console;

    public MigrateOptions(CliConsole console)
    {
        _console = console;
        _order.AcceptOnlyFromAmong("strict", "skip", "any");
        _transaction.AcceptOnlyFromAmong("file", "all", "none");
    }

    public static Option<string> Directory() => new("--dir")
    {
        Description = "The folder with the migrations.",
        HelpName = "FOLDER",
        DefaultValueFactory = static _ => "migrations",
    };

    public static Option<string[]> Placeholders() => new("--set")
    {
        Description = "A value for ${name} in the files; may be given again. Without any, such text is left alone.",
        HelpName = "NAME=VALUE",
        AllowMultipleArgumentsPerToken = false,
    };

    public static Option<bool> Json() => new("--json") { Description = "Write the result as one JSON object, and nothing else." };

    private Option<string> DirectoryOption { get; } = Directory();

    private Option<bool> JsonOption { get; } = Json();

    public void AddTo(Command command)
    {
        _url.AddTo(command);
        foreach (var option in new Option[] { DirectoryOption, _order, _set, JsonOption })
        {
            command.Add(option);
        }
    }

    /// <summary>Also the options of the commands that run files.</summary>
    public void AddRunningTo(Command command)
    {
        AddTo(command);
        foreach (var option in new Option[] { _transaction, _lockTimeout, _lockBudget, _wait })
        {
            command.Add(option);
        }
    }

    /// <summary>Runs a command's work and turns whatever it throws into a message and an exit code.</summary>
    public async Task<int> RunAsync(
        ParseResult result, Func<Migrator, MigrateReport, CancellationToken, Task<ExitCode>> work, CancellationToken cancellationToken)
    {
        var json = result.GetValue(JsonOption);
        try
        {
            var options = Read(result);
            await using var database = _url.Open(result);
            await using var report = new MigrateReport(_console, json);
            return (int)await work(new Migrator(database, options, time: _console.Time), report, cancellationToken);
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(MigrateFailure.Of(exception));
        }
    }

    private MigrationOptions Read(ParseResult result)
    {
        var options = new MigrationOptions
        {
            Directory = result.GetRequiredValue(DirectoryOption),
            Order = Enum.Parse<MigrationOrder>(result.GetRequiredValue(_order), ignoreCase: true),
        };
        options.Placeholders = ValuesOf(result.GetValue(_set));
        if (result.CommandResult.Command.Options.Contains(_transaction))
        {
            options.Transaction = Enum.Parse<MigrationTransaction>(result.GetRequiredValue(_transaction), ignoreCase: true);
            options.LockTimeout = TimeOf(result, _lockTimeout) ?? options.LockTimeout;
            options.LockRetryBudget = TimeOf(result, _lockBudget) ?? options.LockRetryBudget;
            options.RunnerTimeout = TimeOf(result, _wait) ?? options.RunnerTimeout;
        }

        return options;
    }

    /// <summary>The values of <c>--set</c>; null where there are none.</summary>
    public static IReadOnlyDictionary<string, string>? ValuesOf(string[]? values)
        => values is { Length: > 0 } ? values.Select(PairOf).ToDictionary(StringComparer.Ordinal) : null;

    private static KeyValuePair<string, string> PairOf(string text)
        => text.Split('=', 2) is [{ Length: > 0 } name, var value]
            ? KeyValuePair.Create(name, value)
            : throw new UsageException($"'--set {text}' names no value. Write --set name=value.");

    private static TimeSpan? TimeOf(ParseResult result, Option<string?> option)
        => result.GetValue(option) is not { } text ? null
            : MigrationDirectives.TryParseTime(text) ?? throw new UsageException($"'{option.Name} {text}' is no time. Write 500ms, 3s or 2m.");

    private static Option<string?> Time(string name, string description) => new(name) { Description = description, HelpName = "TIME" };
}
