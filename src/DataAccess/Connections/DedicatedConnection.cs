using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Mapping;
using DataAccess.Providers;
using DataAccess.Sql;

namespace DataAccess.Connections;

/// <summary>
/// One connection outside the pool, whose session keeps its settings, locks and transaction from call to call until it is disposed. It sends
/// exactly what it is given: nothing is retried, and BEGIN and COMMIT are statements like others. Used by one call at a time.
/// </summary>
/// <remarks>
/// Exceptions of the driver reach the caller as they are, except that a cancelled call throws <see cref="OperationCanceledException"/>. It returns
/// when its statement has ended, however long the server takes. Every call throws <see cref="ObjectDisposedException"/> once the connection is
/// disposed, and <see cref="InvalidOperationException"/> while another call runs.
/// </remarks>
public sealed class DedicatedConnection : IAsyncDisposable
{
    /// <summary>Drivers count milliseconds, as an int.</summary>
    private static readonly TimeSpan LongestTimeout = TimeSpan.FromDays(24);

    private readonly PhysicalConnection _connection;
    private readonly ConnectionLease? _lease;
    private readonly Conversions _conversions;
    private readonly SqlTextCache _texts;
    private readonly CancellationTokenSource _disposing = new();
    private TaskCompletionSource? _running;
    private Action<ServerNotice>? _noticeReceived;
    private bool _isListening;

    internal DedicatedConnection(PhysicalConnection connection, Conversions conversions)
    {
        _connection = connection;
        _conversions = conversions;
        _texts = new SqlTextCache(connection.Provider.Dialect, conversions);
    }

    internal DedicatedConnection(ConnectionLease lease, Conversions conversions)
        : this(lease.Physical, conversions)
    {
        _lease = lease;
        _connection.MarkDirty();
    }

    /// <summary>The database's package.</summary>
    public DatabaseProvider Provider => _connection.Provider;

    /// <summary>The server or the file, as the driver names it.</summary>
    public string DataSource => _connection.Connection.DataSource;

    /// <summary>
    /// The driver's limit on each call, rounded up to whole seconds; zero, the default, for no limit. A call that exceeds it is cancelled, which on
    /// MySQL and MariaDB ends the connection. On SQLite only the wait for another connection's lock is limited.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, or longer than 24 days, which drivers cannot count.</exception>
    public TimeSpan CommandTimeout
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, LongestTimeout);
            field = value;
        }
    }

    /// <summary>
    /// Receives what the server says while a statement runs, and that is no error: PostgreSQL's notices, and the warnings of MySQL and MariaDB, which
    /// cost a round trip where there are any. Of statements that are sent together, MySQL and MariaDB tell only the warnings of the last. It is called
    /// before the statement's call returns, and must neither throw nor use the connection. Null, the default, for no messages.
    /// </summary>
    public Action<ServerNotice>? NoticeReceived
    {
        get => _noticeReceived;
        set
        {
            if (_noticeReceived is null && value is not null && !_isListening)
            {
                _isListening = true;
                Provider.ReceiveNotices(_connection.Connection, notice => _noticeReceived?.Invoke(notice));
            }

            _noticeReceived = value;
        }
    }

    private int CommandTimeoutSeconds => (int)Math.Ceiling(CommandTimeout.TotalSeconds);

    /// <summary>Runs a statement that returns no rows.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>The number of rows that it changed, as the driver reports it.</returns>
    public ValueTask<int> ExecuteAsync(SqlStatement statement, CancellationToken cancellationToken = default)
        => RunAsync(
            static async (state, ct) =>
            {
                var command = await state.Self.CommandAsync(state.Call, ct).ConfigureAwait(false);
                return await command.ExecuteNonQueryAsync(ct).ConfigureAwait(false);
            },
            (Self: this, Call: CallFor(statement, prepare: false)),
            cancellationToken);

    /// <summary>
    /// Runs statements in order, up to the first that fails: in one round trip on PostgreSQL, MySQL and MariaDB. On PostgreSQL
    /// <see cref="DbException.BatchCommand"/> of the error tells which failed, and what ran before it outside a transaction is undone; elsewhere
    /// that stays.
    /// </summary>
    /// <param name="statements">The statements.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The number of rows that each statement changed, as the driver reports it. MySQL's driver reports none of statements that are sent together, so the
    /// numbers are 0 there.
    /// </returns>
    public async ValueTask<IReadOnlyList<int>> ExecuteAllAsync(IReadOnlyList<SqlStatement> statements, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(statements);
        if (statements.Count > 0 && _connection.Connection.CanCreateBatch)
        {
            return await RunAsync(
                static (state, ct) => state.Self.ExecuteBatchAsync(state.Calls, ct),
                (Self: this, Calls: statements.Select(statement => CallFor(statement, prepare: false)).ToList()),
                cancellationToken).ConfigureAwait(false);
        }

        var rows = statements.Count == 0 ? [] : new int[statements.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = await ExecuteAsync(statements[i], cancellationToken).ConfigureAwait(false);
        }

        return rows;
    }

    /// <summary>Returns what the server tells of an error beyond its message, such as the place in the statement.</summary>
    /// <param name="statement">The statement that failed, on which no other call has followed.</param>
    /// <param name="exception">The exception of its call.</param>
    public StatementError Explain(SqlStatement statement, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return Provider.ExplainError(_connection.Connection, CallFor(statement, prepare: false).Text.Sql, exception);
    }

    /// <summary>
    /// Runs a <c>copy … from stdin</c> of PostgreSQL with its rows, as psql does with what follows the statement in a script. It takes part in the open
    /// transaction; without one, all rows are stored or none.
    /// </summary>
    /// <param name="copy">The statement, without a semicolon.</param>
    /// <param name="rows">The rows in the format that the statement names, without the <c>\.</c> that ends them in a script. It is read to its end and not disposed.</param>
    /// <param name="cancellationToken">Cancels the operation: no row is stored.</param>
    /// <exception cref="NotSupportedException">The database has no such statement.</exception>
    /// <exception cref="DbException">The database does not accept the statement or a row; <see cref="DatabaseProvider.FindInCopy"/> tells which.</exception>
    public async ValueTask CopyTextAsync(string copy, TextReader rows, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(copy);
        ArgumentNullException.ThrowIfNull(rows);
        await RunAsync(
            static async (state, ct) =>
            {
                await state.Self.Provider.CopyTextAsync(state.Self._connection.Connection, state.Copy, state.Rows, state.Self.CommandTimeoutSeconds, ct).ConfigureAwait(false);
                return true;
            },
            (Self: this, Copy: copy, Rows: rows),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a query.</summary>
    /// <typeparam name="T">What is read of a row.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="read">Reads the row that the reader is on.</param>
    /// <param name="prepare">Whether the statement is prepared and kept, for one that is often run.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    public ValueTask<IReadOnlyList<T>> QueryAsync<T>(
        SqlStatement statement, Func<DbDataReader, T> read, bool prepare = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(read);
        return RunAsync(
            static async (state, ct) =>
            {
                var command = await state.Self.CommandAsync(state.Call, ct).ConfigureAwait(false);
                return await ReadAsync(command, state.Read, ct).ConfigureAwait(false);
            },
            (Self: this, Call: CallFor(statement, prepare), Read: read),
            cancellationToken);
    }

    /// <summary>Runs a query, and maps its rows to objects, as the methods of a database do.</summary>
    /// <typeparam name="T">A class or record whose members are the columns, a tuple of those, or the type of a single value.</typeparam>
    /// <param name="statement">The query.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <exception cref="MappingException">The rows do not fit the type.</exception>
    public ValueTask<IReadOnlyList<T>> QueryAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        SqlStatement statement, CancellationToken cancellationToken = default)
        => RunAsync(
            static async (state, ct) =>
            {
                var command = await state.Self.CommandAsync(state.Call, ct).ConfigureAwait(false);
                return await MapAsync<T>(command, state.Call.Text, ct).ConfigureAwait(false);
            },
            (Self: this, Call: CallFor(statement, prepare: false)),
            cancellationToken);

    /// <summary>Has the database parse a statement, and describe its result, without running it.</summary>
    /// <param name="statement">The statement. Its values do not matter, their types do.</param>
    /// <param name="cancellationToken">Cancels the operation.</param>
    /// <returns>
    /// The result's columns, none for a statement that gives no rows; null if the database tells them only when the statement runs, as MySQL and MariaDB
    /// do for one that writes.
    /// </returns>
    /// <exception cref="DbException">The database does not accept the statement.</exception>
    public ValueTask<IReadOnlyList<StatementColumn>?> DescribeAsync(SqlStatement statement, CancellationToken cancellationToken = default)
        => RunAsync(
            static async (state, ct) =>
            {
                var command = await state.Self.CommandAsync(state.Call, ct).ConfigureAwait(false);
                return await state.Self.Provider.DescribeStatementAsync(command, state.OnlyReads, ct).ConfigureAwait(false);
            },
            (Self: this, Call: CallFor(statement, prepare: false), OnlyReads: _texts.Get(_conversions.Apply(statement)).IsRead),
            cancellationToken);

    /// <summary>Runs work on the driver's connection.</summary>
    internal async ValueTask<TResult> UseAsync<TResult>(Func<DbConnection, CancellationToken, ValueTask<TResult>> work, CancellationToken cancellationToken)
        => await RunAsync(static (state, ct) => state.Work(state.Connection, ct), (Work: work, _connection.Connection), cancellationToken).ConfigureAwait(false);

    /// <summary>
    /// Closes the connection; the server rolls back what is not committed. A call that still runs is cancelled and awaited, within
    /// <see cref="ConnectionOptions.ConnectTimeout"/>; that of a private in-memory database without a limit, as others use its connection. A
    /// second call does nothing.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposing.IsCancellationRequested)
        {
            return;
        }

        await _disposing.CancelAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _running) is { } running)
        {
            _connection.Unfinished = running.Task;
        }

        if (_lease is { } lease)
        {
            await (Volatile.Read(ref _running)?.Task ?? Task.CompletedTask).ConfigureAwait(false);
            await lease.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            await _connection.Pool.CloseDedicatedAsync(_connection).ConfigureAwait(false);
        }

        _disposing.Dispose();
    }

    private static async ValueTask<IReadOnlyList<T>> ReadAsync<T>(DbCommand command, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    private static async ValueTask<IReadOnlyList<T>> MapAsync<[DynamicallyAccessedMembers(MappedMembers.All)] T>(
        DbCommand command, SqlText text, CancellationToken cancellationToken)
    {
        var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var rows = new List<T>();
            if (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                var plan = RowReader.Plan<T>(new ResultColumns(reader, text.Conversions), text.Split);
                var bound = plan.Bind(reader);
                do
                {
                    rows.Add(plan.Parse(bound));
                }
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false));
            }

            return rows;
        }
    }

    private async ValueTask<TResult> RunAsync<TState, TResult>(
        Func<TState, CancellationToken, ValueTask<TResult>> work, TState state, CancellationToken cancellationToken)
    {
        // A driver whose cancels are sent by another thread might be done before it hears of one that came first.
        cancellationToken.ThrowIfCancellationRequested();
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Interlocked.CompareExchange(ref _running, running, null) is not null)
        {
            throw new InvalidOperationException("A call is running on this dedicated connection. Await it before the next one.");
        }

        try
        {
            ObjectDisposedException.ThrowIf(_disposing.IsCancellationRequested, this);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _disposing.Token);
            return await _connection.RunAsync(static (_, run, ct) => run.Work(run.State, ct), (Work: work, State: state), either.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not ObjectDisposedException && _disposing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException("The dedicated connection was disposed while the statement was running.", exception);
        }
        catch (Exception exception) when (exception is not OperationCanceledException && cancellationToken.IsCancellationRequested
            && Provider.Classify(exception).Kind == FailureKind.Cancelled)
        {
            throw new OperationCanceledException("The statement was cancelled.", exception, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _running, null);
            running.SetResult();
        }
    }

    private async ValueTask<IReadOnlyList<int>> ExecuteBatchAsync(List<StatementCall> calls, CancellationToken cancellationToken)
    {
        var batch = _connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            batch.Timeout = CommandTimeoutSeconds;
            _connection.TypingTimeoutSeconds = CommandTimeoutSeconds;
            foreach (var call in calls)
            {
                await _connection.LearnTypesAsync(call.Text, cancellationToken).ConfigureAwait(false);
                _connection.AddTo(batch, call);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            var rows = new int[calls.Count];
            for (var i = 0; i < rows.Length; i++)
            {
                rows[i] = batch.BatchCommands[i].RecordsAffected;
            }

            return rows;
        }
    }

    private async ValueTask<DbCommand> CommandAsync(StatementCall call, CancellationToken cancellationToken)
    {
        _connection.TypingTimeoutSeconds = CommandTimeoutSeconds;
        var command = await _connection.GetCommandAsync(call, cancellationToken).ConfigureAwait(false);
        command.CommandTimeout = CommandTimeoutSeconds;
        return command;
    }

    /// <summary>A statement that is not prepared is not analyzed either: the session is never returned, or reset in any case.</summary>
    private StatementCall CallFor(SqlStatement statement, bool prepare)
    {
        ArgumentNullException.ThrowIfNull(statement);
        statement = _conversions.Apply(statement);
        var text = prepare && _lease is null ? _texts.Get(statement) : SqlRenderer.Render(statement, Provider.Dialect, _conversions, SqlAnalysis.PlainInsert, isOneOff: true);
        if (text.IsOneOff && (text.Untyped is not null || text.Enums is not null))
        {
            // What has been found out about such a text is kept.
            var known = _texts.Get(statement);
            (text.Untyped, text.Enums) = (known.Untyped, known.Enums);
        }

        return text.HasStreams
            ? throw new NotSupportedException($"A dedicated connection sends no Stream as a value. Use a method of the database or of a transaction. It was not sent: {text.Sql}")
            : new StatementCall(text, SqlRenderer.Values(statement, text, Provider.Dialect));
    }
}
