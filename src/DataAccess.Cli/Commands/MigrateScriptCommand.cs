using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate script</c>: what <c>up</c> would run, as a file for the database's own client program.</summary>
internal sealed class MigrateScriptCommand
{
    private readonly Option<bool> _idempotent = new("--idempotent") { Description = "Run each migration only if the history does not contain it; PostgreSQL, MySQL and MariaDB only." };

    private readonly Option<MigrationVersion?> _from = CommonOptions.Version("--from", "The newest version that the database has, or 0 for an empty one; without it, the history of --url is used.");

    private readonly Option<MigrationVersion?> _to = CommonOptions.LastVersion();

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write; without it, the script is printed.", HelpName = "FILE" };

    private readonly Option<bool> _allowNonEmpty = CommonOptions.AllowNonEmpty();

    private readonly MigrationFilesOptions _files = new();

    private readonly Option<bool> _json = CommonOptions.Json();

    private readonly UrlOptions _url = new(defaultUrl: null, isOptional: true);

    private readonly EngineOptions _engine;

    private readonly CliConsole _console;

    private MigrateScriptCommand(CliConsole console)
    {
        _console = console;
        _engine = new EngineOptions(_url);
    }

    public static Command Create(CliConsole console)
    {
        var script = new MigrateScriptCommand(console);
        var command = new Command("script", "Write what 'up' would run as one script, including the history rows. Changes nothing.");
        script._url.AddTo(command);
        script._engine.AddTo(command);
        script._files.AddTo(command);
        foreach (var option in new Option[] { script._idempotent, script._from, script._to, script._allowNonEmpty, script._output, script._json })
        {
            command.Add(option);
        }

        command.SetAction(script.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var json = result.GetValue(_json);
        try
        {
            var output = result.GetValue(_output);
            var file = output is null ? null : new OutputFile(_output.Name, output);
            file?.Check();
            var script = await ScriptAsync(result, cancellationToken);
            if (file is not null)
            {
                await file.WriteAsync(script, cancellationToken);
            }

            await using var report = new MigrateReport(_console, json);
            report.Write(
                new { Output = output, Script = output is null ? script : null },
                output is null ? script.TrimEnd('\n') : $"created  {output}");
            return (int)ExitCode.Done;
        }
        catch (Exception exception)
        {
            return (int)await new FailureReport(_console, json).WriteAsync(MigrateFailure.Of(exception));
        }
    }

    private async Task<string> ScriptAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var options = _files.Read(result);
        options.AllowNonEmpty = result.GetValue(_allowNonEmpty);
        var (from, to, idempotent) = (result.GetValue(_from), result.GetValue(_to), result.GetValue(_idempotent));
        if (from is not null || !_url.IsGiven(result))
        {
            return MigrationScripter.Script(await _engine.FindAsync(result), options, from ?? default, to, idempotent);
        }

        if (_engine.Given(result) is not null)
        {
            throw new UsageException("--engine is for a script without a database. With --url, omit it, or give the database's version with --from.");
        }

        await using var database = _url.Open(result);
        return await new Migrator(database, options, time: _console.Time).ScriptAsync(to, idempotent, cancellationToken);
    }
}
