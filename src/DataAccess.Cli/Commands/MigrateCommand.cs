using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess migrate …</c>: the commands that change a schema or show its status.</summary>
internal static class MigrateCommand
{
    public static Command Create(CliConsole console) => new("migrate", "Migrate a database's schema with the SQL files in a folder.")
    {
        MigrateUpCommand.Create(console),
        MigrateStatusCommand.Create(console),
        MigratePlanCommand.Create(console),
        MigrateScriptCommand.Create(console),
        MigrateValidateCommand.Create(console),
        MigrateLintCommand.Create(console),
        MigrateNewCommand.Create(console),
        MigrateDumpCommand.Create(console),
        MigrateDiffCommand.Create(console),
        MigrateTestCommand.Create(console),
        MigrateSquashCommand.Create(console),
        MigrateDownCommand.Create(console),
        MigrateRedoCommand.Create(console),
        MigrateGotoCommand.Create(console),
        MigrateBaselineCommand.Create(console),
        MigrateAdoptCommand.Create(console),
        MigrateRepairCommand.Create(console),
        MigrateResolveCommand.Create(console),
        MigrateUnlockCommand.Create(console),
    };
}
