using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Migrations;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate adopt --from TOOL</c>: adopts the history of another tool.</summary>
internal sealed class MigrateAdoptCommand
{
    private static readonly Dictionary<string, MigrationTool> Tools = new(StringComparer.Ordinal)
    {
        ["flyway"] = MigrationTool.Flyway,
        ["dbup"] = MigrationTool.DbUp,
        ["evolve"] = MigrationTool.Evolve,
        ["golang-migrate"] = MigrationTool.GolangMigrate,
        ["dbmate"] = MigrationTool.Dbmate,
        ["ef"] = MigrationTool.EntityFramework,
        ["goose"] = MigrationTool.Goose,
        ["liquibase"] = MigrationTool.Liquibase,
        ["sqlx"] = MigrationTool.Sqlx,
        ["node-pg-migrate"] = MigrationTool.NodePgMigrate,
        ["atlas"] = MigrationTool.Atlas,
        ["grate"] = MigrationTool.Grate,
        ["refinery"] = MigrationTool.Refinery,
        ["tern"] = MigrationTool.Tern,
        ["sql-migrate"] = MigrationTool.SqlMigrate,
    };

    private readonly Option<string> _from = new("--from") { Description = "The tool that has applied the migrations so far.", Required = true };

    private readonly Option<string?> _table = new("--table") { Description = "The tool's history table, if not the default one; may be schema-qualified.", HelpName = "NAME" };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show what would be adopted, and write nothing." };

    private readonly MigrateOptions _options;

    private MigrateAdoptCommand(CliConsole console)
    {
        _options = new MigrateOptions(console);
        _from.AcceptOnlyFromAmong([.. Tools.Keys]);
    }

    public static Command Create(CliConsole console)
    {
        var adopt = new MigrateAdoptCommand(console);
        var command = new Command("adopt", "Adopt the history of another tool: what it has applied counts as applied.") { adopt._from, adopt._table, adopt._dryRun };
        adopt._options.AddTo(command);
        command.SetAction(adopt.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (migrator, report, ct) =>
            {
                var dryRun = result.GetValue(_dryRun);
                var adopted = await migrator.AdoptAsync(Tools[result.GetRequiredValue(_from)], result.GetValue(_table), dryRun, ct);
                report.Write(
                    new { Adopted = adopted.Select(static a => new { a.Name, a.Version, Theirs = a.ExternalName, a.IsBaseline }), DryRun = dryRun },
                    adopted.Select(a => $"{(dryRun ? "would adopt" : "adopted")}  {a.Name}  ({a.ExternalName}{(a.IsBaseline ? ", baseline" : "")})"));
                return ExitCode.Done;
            },
            cancellationToken);
}
