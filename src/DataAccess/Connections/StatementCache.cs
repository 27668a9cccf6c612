using System.Data.Common;
using System.Runtime.CompilerServices;

namespace DataAccess;

/// <summary>
/// The commands of one connection, prepared once and used again. Bounded, the least recently used goes first. A connection
/// runs one command at a time, so a command's parameters can be filled in place.
/// </summary>
internal sealed class StatementCache(PhysicalConnection connection, DatabaseProvider provider, int capacity)
{
    private readonly Dictionary<SqlText, LinkedListNode<(SqlText Text, DbCommand Command)>> _commands = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<(SqlText Text, DbCommand Command)> _recent = [];

    private DbCommand? _unprepared;

    public int Count => _commands.Count;

    /// <summary>The command for a text, with its parameters set, prepared where preparing is on.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DbCommand> GetAsync(SqlText text, object?[] values, CancellationToken cancellationToken)
    {
        if (_commands.TryGetValue(text, out var node))
        {
            _recent.Remove(node);
            _recent.AddFirst(node);
            Fill(node.Value.Command, values);
            return node.Value.Command;
        }

        var command = Create(text);
        Fill(command, values);
        if (capacity == 0 || !text.IsPreparable)
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
            await command.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        await MakeRoomAsync().ConfigureAwait(false);
        _commands.Add(text, _recent.AddFirst((text, command)));
        return command;
    }

    /// <summary>Forgets a command that the server no longer accepts, so that it is prepared anew.</summary>
    public async ValueTask RemoveAsync(SqlText text)
    {
        if (_commands.Remove(text, out var node))
        {
            _recent.Remove(node);
            var command = node.Value.Command;
            if (!await provider.UnprepareAsync(command).ConfigureAwait(false))
            {
                connection.MarkDirty();
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

        _recent.Clear();
        _commands.Clear();
    }

    private async ValueTask DisposeUnpreparedAsync()
    {
        if (_unprepared is { } command)
        {
            _unprepared = null;
            await command.DisposeAsync().ConfigureAwait(false);
        }
    }

    private DbCommand Create(SqlText text)
    {
        var command = connection.Connection.CreateCommand();
        command.CommandText = text.Sql;
        for (var i = 0; i < text.ParameterTypes.Length; i++)
        {
            command.Parameters.Add(provider.CreateParameter(i, text.ParameterTypes[i]));
        }

        return command;
    }

    private void Fill(DbCommand command, object?[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] is { } value ? provider.ToDriverValue(value) : DBNull.Value;
        }
    }

    private async ValueTask MakeRoomAsync()
    {
        if (_recent.Count >= capacity && _recent.Last is { } oldest)
        {
            await RemoveAsync(oldest.Value.Text).ConfigureAwait(false);
        }
    }
}
