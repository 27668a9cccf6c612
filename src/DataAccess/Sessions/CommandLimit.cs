using System.Data.Common;

namespace DataAccess.Sessions;

/// <summary>Gives a command another time limit, and its own back at the end: the command is kept for others.</summary>
internal readonly struct CommandLimit : IDisposable
{
    private readonly DbCommand? _command;
    private readonly int _before;

    /// <param name="command">The command.</param>
    /// <param name="seconds">The limit; null leaves the command's own.</param>
    public CommandLimit(DbCommand command, int? seconds)
    {
        if (seconds is { } limit)
        {
            (_command, _before) = (command, command.CommandTimeout);
            command.CommandTimeout = limit;
        }
    }

    public void Dispose()
    {
        if (_command is not null)
        {
            _command.CommandTimeout = _before;
        }
    }
}
