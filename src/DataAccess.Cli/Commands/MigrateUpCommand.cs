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

                var migrator = new Migrator(target.Database, target.Options, time: _console.Time);
                var exitCode = report.WriteCompleted(await migrator.UpAsync(result.GetValue(_to), report, ct), "Nothing is pending.");
                if (result.GetResult(_dump) is not null)
                {
                    await SnapshotFile.WriteAsync(target, result.GetValue(_dump) ?? SnapshotFile.Beside(target.Options.Directory), ct);
                }

                return exitCode;
            },
            cancellationToken);
}
