using System.CommandLine;
using DataAccess.Cli.Check;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;
using DataAccess.Migrations.Scratch;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess check APP.dll --url URL</c>: has a database parse the statements of a program, and compares the columns with the program's types.</summary>
internal sealed class CheckCommand
{
    private readonly Argument<string[]> _assemblies = new("ASSEMBLY")
    {
        Description = "The assemblies of the program, built with <DataAccessStatements>true</DataAccessStatements>.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _migrations = new("--migrations")
    {
        Description = "Check against a new database that these migrations make, on the same server or, for SQLite, in a temporary file. It is dropped afterwards.",
        HelpName = "FOLDER",
    };

    private readonly Option<bool> _notes = new("--notes") { Description = "Also list members without columns, and columns without members." };

    private readonly UrlOptions _url = new(defaultUrl: null);

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly CliConsole _console;

    private CheckCommand(CliConsole console) => _console = console;

    public static Command Create(CliConsole console)
    {
        var check = new CheckCommand(console);
        var command = new Command("check", "Check a program's SQL statements against a database. Exits with 10 if one of them would fail. Writes nothing.")
        {
            check._assemblies, check._migrations, check._notes, check._json,
        };
        check._url.AddTo(command);
        command.SetAction(check.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        try
        {
            var statements = result.GetRequiredValue(_assemblies).SelectMany(Read).ToList();
            var started = _console.Time.GetTimestamp();
            await using var database = _url.Open(result);
            var findings = await CheckAsync(result, database, statements, cancellationToken);
            var report = new CheckReport(_console, json, result.GetValue(_notes));
            return (int)report.Write(database.Provider.Endpoint, statements.Count, findings, _console.Time.GetElapsedTime(started));
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(MigrateFailure.Of(exception));
        }
    }

    private async Task<IReadOnlyList<CheckFinding>> CheckAsync(ParseResult result, Database database, IReadOnlyList<ManifestStatement> statements, CancellationToken cancellationToken)
    {
        if (result.GetValue(_migrations) is not { } folder)
        {
            return await StatementChecker.CheckAsync(database, statements, cancellationToken);
        }

        await using var scratch = await ScratchDatabase.CreateAsync(database, _url.Text(result), "check", cancellationToken);
        await new Migrator(scratch.Database, new MigrationOptions { Directory = folder }.ForScratch()).UpAsync(cancellationToken: cancellationToken);
        return await StatementChecker.CheckAsync(scratch.Database, statements, cancellationToken);
    }

    /// <exception cref="UsageException">The file is no assembly, or was built without its statements.</exception>
    private static IReadOnlyList<ManifestStatement> Read(string path)
    {
        try
        {
            return ManifestReader.Read(path)
                ?? throw new UsageException($"'{path}' has no list of its statements. Build it with the property DataAccessStatements: dotnet build -p:DataAccessStatements=true.");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException or BadImageFormatException)
        {
            throw new UsageException($"The assembly '{path}' cannot be read: {exception.Message}", exception);
        }
    }
}
