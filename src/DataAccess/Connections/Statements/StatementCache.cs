using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Connections.Statements;

/// <summary>
/// The commands of one connection, prepared once and reused. Bounded in number and bytes; the least recently used is evicted first.
/// A connection runs one command at a time, so a command's parameters can be filled in place.
/// </summary>
/// <remarks>
/// Written by hand because an evicted statement is deallocated on its connection, which has to be awaited. A hit takes 0.63 to 0.83 of
/// the time of MemoryCache, and 0.88 of BitFaster's ClassicLru (scripts/bench --parts, docs/benchmarks.md).
/// </remarks>
/// <param name="connection">The connection.</param>
/// <param name="provider">The database's provider.</param>
/// <param name="capacity">The maximum number of commands.</param>
/// <param name="onStillPrepared">Called if the session still holds a statement that was evicted here.</param>
/// <param name="maxBytes">The maximum number of bytes of the commands.</param>
internal sealed class StatementCache(DbConnection connection, DatabaseProvider provider, int capacity, Action onStillPrepared, long maxBytes = long.MaxValue)
    : IPreparedStatements
{
    // A larger one would evict too many others.
    private const int ShareOfOne = 16;

    private readonly Dictionary<SqlText, LinkedListNode<(SqlText Text, DbCommand Command)>> _commands = new(ReferenceEqualityComparer.Instance);
    private readonly LinkedList<(SqlText Text, DbCommand Command)> _recent = [];

    // The names of the columns of a query's first result, where the driver may give others later.
    private readonly Dictionary<SqlText, string[]> _columns = new(ReferenceEqualityComparer.Instance);

    // Queries of which the driver gives the columns other names by now. It keeps the prepared statement, whatever is done here, until the session is reset.
    private readonly Dictionary<SqlText, string[]> _renamed = new(ReferenceEqualityComparer.Instance);

    private DbCommand? _unprepared;

    // Whether one was prepared that is not cached.
    private bool _hasOthers;

    // The command whose values are still set.
    private DbCommand? _last;

    public int Count => _commands.Count;

    /// <summary>Whether the session has prepared statements, of which not all need be cached.</summary>
    public bool HasPrepared => Count > 0 || _hasOthers;

    /// <summary>The approximate number of bytes of the commands.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the command of a text is prepared and cached.</summary>
    public bool Prepares(SqlText text) => !_renamed.ContainsKey(text) && capacity > 0 && text.IsPreparable && !text.IsOneOff && text.Bytes <= maxBytes / ShareOfOne;

    /// <summary>Returns the command for a text, with its parameters set, prepared if prepared statements are enabled.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DbCommand> GetAsync(SqlText text, object?[] values, CancellationToken cancellationToken)
    {
        if (_commands.TryGetValue(text, out var node))
        {
            _recent.Remove(node);
            _recent.AddFirst(node);
            return Use(node.Value.Command, text, values);
        }

        var command = Use(Create(text), text, values);
        if (!Prepares(text))
        {
            // Only this field references it: it is disposed when the next one is created.
            await DisposeUnpreparedAsync().ConfigureAwait(false);
            if (text.NeedsPreparing && text.IsPreparable)
            {
                _hasOthers = true;
                await PrepareAsync(command, cancellationToken).ConfigureAwait(false);
            }

            return _unprepared = command;
        }

        await PrepareAsync(command, cancellationToken).ConfigureAwait(false);
        _columns.Remove(text);
        await MakeRoomAsync(text.Bytes).ConfigureAwait(false);
        _commands.Add(text, _recent.AddFirst((text, command)));
        Bytes += text.Bytes;
        return command;
    }

    /// <summary>Compares the columns of a cached query's result with those of its first result since it was prepared.</summary>
    /// <returns>False if they are not the same. The query is not prepared any more until the session is reset.</returns>
    /// <exception cref="InvalidOperationException">They are not the same, and the query has to be prepared.</exception>
    public bool HasFirstColumns(SqlText text, DbDataReader reader)
    {
        if (_renamed.TryGetValue(text, out var known))
        {
            return !text.NeedsPreparing || ColumnNames.Are(reader, known)
                ? true
                : throw new InvalidOperationException($"The driver gives the columns of this prepared query the names of others. Run it again: it gets a session that was reset. {text.Sql}");
        }

        if (!_commands.ContainsKey(text))
        {
            return true;
        }

        if (!_columns.TryGetValue(text, out var names))
        {
            _columns[text] = ColumnNames.Of(reader);
            return true;
        }

        if (ColumnNames.Are(reader, names))
        {
            return true;
        }

        _renamed[text] = names;
        onStillPrepared();
        return false;
    }

    /// <summary>Prepares a command that is not cached.</summary>
    public Task PrepareUncachedAsync(DbCommand command, CancellationToken cancellationToken)
    {
        _hasOthers = true;
        return provider.PrepareAsync(command, cancellationToken).AsTask();
    }

    /// <summary>Removes a command that the server no longer accepts, so that it is prepared again.</summary>
    public async ValueTask RemoveAsync(SqlText text)
    {
        _columns.Remove(text);
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

    /// <summary>Removes all commands; for a session that lost them, or that ends.</summary>
    public async ValueTask ClearAsync()
    {
        await DisposeUnpreparedAsync().ConfigureAwait(false);
        foreach (var (_, command) in _recent)
        {
            await command.DisposeAsync().ConfigureAwait(false);
        }

        _last = null;
        _hasOthers = false;
        _recent.Clear();
        _commands.Clear();
        _columns.Clear();
        _renamed.Clear();
        Bytes = 0;
    }

    /// <summary>
    /// Clears strings, lists and bytes from the parameters of the last command, so that they do not live as long as the connection.
    /// Only for a command that has completed: one that failed may still be in use by the driver.
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
            if (parameters[i] is { Value: string or System.Collections.IEnumerable or Stream } parameter)
            {
                parameter.Value = null;
            }
        }
    }

    private async ValueTask PrepareAsync(DbCommand command, CancellationToken cancellationToken)
    {
        try
        {
            await provider.PrepareAsync(command, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _last = null;
            await command.DisposeAsync().ConfigureAwait(false);
            throw;
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

        // A driver that finds prepared statements by their text does not find that one.
        command.CommandText = _renamed.ContainsKey(text) ? text.Sql + " " : text.Sql;
        for (var i = 0; i < text.ParameterTypes.Length; i++)
        {
            command.Parameters.Add(provider.ParameterOf(text, i));
        }

        return command;
    }

    private DbCommand Use(DbCommand command, SqlText text, object?[] values)
    {
        if (!ReferenceEquals(_last, command))
        {
            // A connection runs one command at a time, so that command has ended.
            ForgetValues();
            _last = command;
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = provider.DriverValueOf(text, i, values[i]);
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
