using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate up</c>: applies what is pending.</summary>
internal sealed class MigrateUpCommand
{
    private readonly Option<MigrationVersion?> _to = CommonOptions.LastVersion();

    private readonly Option<string?> _dump = new("--dump") { Description = "Write the schema afterwards, as 'migrate dump' does: to schema.sql beside the migrations' folder, or to FILE.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<bool> _createDatabase = new("--create-database") { Description = "Create the database first if it does not exist. The user needs the right to." };

    private readonly MigrateOptions _options;

    private readonly TenantCommandOptions _tenants;

    private readonly CliConsole _console;

    private MigrateUpCommand(CliConsole console)
    {
        _console = console;
        _options = new MigrateOptions(console);
        _tenants = new TenantCommandOptions(console);
    }

    public static Command Create(CliConsole console)
    {
        var up = new MigrateUpCommand(console);
        var command = new Command("up", "Apply the pending migrations.") { up._createDatabase, up._to, up._dump };
        up._options.AddRunningTo(command);
        up._tenants.AddTo(command);
        command.SetAction(up.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunFilesOnAsync(
            result,
            async (target, report, ct) =>
            {
                target.Options.CreateDatabase = result.GetValue(_createDatabase);
                if (_tenants.IsGiven(result))
                {
                    return await _tenants.WriteRunAsync(report, await _tenants.Open(result, target, _dump).UpAsync(result.GetValue(_to), report, ct), "applied");
                }

                var dump = result.GetResult(_dump) is null ? null : result.GetValue(_dump) ?? SnapshotFile.Beside(target.Options.Directory);
                var file = dump is null ? null : new OutputFile(_dump.Name, dump);
                file?.Check();
                var migrator = new Migrator(target.Database, target.Options, time: _console.Time);
                var completed = await migrator.UpAsync(result.GetValue(_to), report, ct);
                if (file is not null)
                {
                    await DumpAsync(target, file, dump!, ct);
                }

                return report.WriteCompleted(completed, "Nothing is pending.");
            },
            cancellationToken);

    /// <summary>Writes the schema after the run, whose success a failure must not hide.</summary>
    private static async Task DumpAsync(MigrateTarget target, OutputFile file, string path, CancellationToken cancellationToken)
    {
        var again = $"Write it with: dataaccess migrate dump --output {path}";
        try
        {
            await SnapshotFile.WriteAsync(target, file, cancellationToken);
        }
        catch (OperationCanceledException cancelled)
        {
            throw new OperationCanceledException($"Interrupted. The migrations are applied; only the schema was not written. {again}", cancelled, cancellationToken);
        }
        catch (Exception exception)
        {
            throw new IOException($"The migrations are applied; only the schema was not written. {exception.Message} {again}", exception);
        }
    }
}
