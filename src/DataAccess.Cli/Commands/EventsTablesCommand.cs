using System.CommandLine;
using DataAccess.Cli.Terminal;
using DataAccess.Events;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events tables</c>: the tables of events as SQL, for a migration.</summary>
internal sealed class EventsTablesCommand
{
    private readonly EventsOptions _options;

    private EventsTablesCommand(CliConsole console) => _options = new EventsOptions(console);

    public static Command Create(CliConsole console)
    {
        var tables = new EventsTablesCommand(console);
        var command = new Command("tables", "Print the SQL that creates the tables of events, for a migration. The URL says for which engine; nothing is written.");
        tables._options.AddTo(command);
        command.SetAction(tables.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
        => _options.RunAsync(
            result,
            async (database, report, ct) =>
            {
                var statements = await database.EventTablesAsync(ct);
                report.Write(new { Statements = statements }, statements.Select(static s => s + ";"));
            },
            cancellationToken);
}
