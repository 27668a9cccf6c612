using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Connections.Statements;

/// <summary>
/// The commands of one connection, prepared once and used again. Bounded in number and bytes, the least recently used goes first.
/// A connection runs one command at a time, so a command's parameters can be filled in place.
/// </summary>
/// <param name="connection">Where they run.</param>
/// <param name="provider">Its package.</param>
/// <param name="capacity">How many are kept.</param>
/// <param name="onStillPrepared">Called where the session still holds a statement that was forgotten here.</param>
/// <param name="maxBytes">How many bytes those that are kept may take.</param>
internal sealed class StatementCache(DbConnection connection, DatabaseProvider provider, int capacity, Action onStillPrepared, long maxBytes = long.MaxValue)
    : IPreparedStatements
{
    // One of more would push too many others out.
    private const int ShareOfOne = 16;

    private readonly Dictionary<SqlText, LinkedListNode<(SqlText Text, DbCommand Command)>> _commands = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<(SqlText Text, DbCommand Command)> _recent = [];

    private DbCommand? _unprepared;

    // Whose values are still there.
    private DbCommand? _last;

    public int Count => _commands.Count;

    /// <summary>About how many bytes the commands take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the command of a text is prepared and kept.</summary>
    public bool Prepares(SqlText text) => capacity > 0 && text.IsPreparable && !text.IsOneOff && text.Bytes <= maxBytes / ShareOfOne;

    /// <summary>The command for a text, with its parameters set, prepared where preparing is on.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DbCommand> GetAsync(SqlText text, object?[] values, CancellationToken cancellationToken)
    {
        if (_commands.TryGetValue(text, out var node))
        {
            _recent.Remove(node);
            _recent.AddFirst(node);
            return Use(node.Value.Command, values);
        }

        var command = Use(Create(text), values);
        if (!Prepares(text))
        {
            // Nobody keeps it but this field: it is disposed when the next one comes.
            await DisposeUnpreparedAsync().ConfigureAwait(false);
            return _unprepared = command;
        }

        try
        {
            await command.PrepareAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _last = null;
            await command.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await MakeRoomAsync(text.Bytes).ConfigureAwait(false);
        _commands.Add(text, _recent.AddFirst((text, command)));
        Bytes += text.Bytes;
        return command;
    }

    /// <summary>Forgets a command that the server no longer accepts, so that it is prepared anew.</summary>
    public async ValueTask RemoveAsync(SqlText text)
    {
        if (_commands.Remove(text, out var node))
        {
            _recent.Remove(node);
            Bytes -= text.Bytes;
            var command = node.Value.Command;
            _last = ReferenceEquals(_last, command) ? null : _last;
            if (!await provider.UnprepareAsync(command).ConfigureAwait(false))
            {
                onStillPrepared();
            }

            await command.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Forgets every command; for a session that lost them, or that ends.</summary>
    public async ValueTask ClearAsync()
    {
        await DisposeUnpreparedAsync().ConfigureAwait(false);
        foreach (var (_, command) in _recent)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }

        _last = null;
        _recent.Clear();
        _commands.Clear();
        Bytes = 0;
    }

    /// <summary>
    /// Lets go of what the parameters of the last command hold beyond a number, so that it does not live as long as the connection.
    /// Only for one that has run to its end: one that failed may still be in the driver's hands.
    /// </summary>
    public void ForgetValues()
    {
        if (_last is not { } command)
        {
            return;
        }

        _last = null;
        var parameters = command.Parameters;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i] is { Value: string or System.Collections.IEnumerable } parameter)
            {
                parameter.Value = null;
            }
        }
    }

    private async ValueTask DisposeUnpreparedAsync()
    {
        if (_unprepared is { } command)
        {
            _unprepared = null;
            _last = ReferenceEquals(_last, command) ? null : _last;
            await command.DisposeAsync().ConfigureAwait(false);
        }
    }

    private DbCommand Create(SqlText text)
    {
        var command = connection.CreateCommand();
        command.CommandText = text.Sql;
        for (var i = 0; i < text.ParameterTypes.Length; i++)
        {
            command.Parameters.Add(provider.CreateParameter(i, text.ParameterTypes[i]));
        }

        return command;
    }

    private DbCommand Use(DbCommand command, object?[] values)
    {
        if (!ReferenceEquals(_last, command))
        {
            // A connection runs one after the other, so that one has ended.
            ForgetValues();
            _last = command;
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] is { } value ? provider.ToDriverValue(value) : DBNull.Value;
        }

        return command;
    }

    private async ValueTask MakeRoomAsync(long bytes)
    {
        while ((_recent.Count >= capacity || Bytes + bytes > maxBytes) && _recent.Last is { } oldest)
        {
            await RemoveAsync(oldest.Value.Text).ConfigureAwait(false);
        }
    }
}
