using System.CommandLine;
using DataAccess.Cli.Terminal;

namespace DataAccess.Cli.Commands;

/// <summary><c>dataaccess events …</c>: the commands that show and change how events are handled.</summary>
internal static class EventsCommand
{
    public static Command Create(CliConsole console) => new("events", "Look at the events of a database, retry or drop dead letters, replay, and pause subscriptions.")
    {
        EventsStatusCommand.Create(console),
        EventsDeadCommand.Create(console),
        EventsRetryCommand.Create(console),
        EventsDropCommand.Create(console),
        EventsReplayCommand.Create(console),
        EventsPauseCommand.Create(console),
        EventsResumeCommand.Create(console),
        EventsRemoveCommand.Create(console),
        EventsTablesCommand.Create(console),
    };
}
