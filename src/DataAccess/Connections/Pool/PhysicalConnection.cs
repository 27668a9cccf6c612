using System.Data.Common;
using System.Runtime.CompilerServices;
using DataAccess.Connections.Statements;
using DataAccess.Providers;
using DataAccess.Sql;
using DataAccess.Telemetry;
using Microsoft.Extensions.Logging;

namespace DataAccess.Connections.Pool;

/// <summary>An open connection with the state of its session. Used by one lease at a time.</summary>
internal sealed partial class PhysicalConnection
{
    private readonly DatabaseProvider _provider;
    private readonly ConnectionThread? _thread;
    private long _leaseNumber;
    private readonly SessionReset _reset;
    private readonly SessionSettings? _dedicated;
    private bool _dirty;
    private bool _readsMayDirty;
    private bool _writesMayDirty;
    private bool _unchecked;
    private bool _broken;
    private int? _commandTimeout;

    public PhysicalConnection(
        LeasePool pool,
        DatabaseProvider provider,
        ConnectionRole role,
        int maxPreparedStatements,
        TimeSpan? connectTimeout = null,
        SessionReset reset = SessionReset.WhenTextIsUnsure,
        SessionSettings? dedicated = null)
    {
        _reset = reset;
        _dedicated = dedicated;
        Pool = pool;
        Role = role;
        _provider = provider;
        Connection = connectTimeout is not { } timeout ? provider.CreateConnection()
            : dedicated is { } settings ? provider.CreateScriptConnection(timeout, settings)
            : provider.CreateConnection(timeout);
        Statements = new StatementCache(Connection, provider, maxPreparedStatements, MarkDirty, pool.MaxPreparedBytes);
        _thread = provider.IsSynchronous ? new ConnectionThread($"{provider.SystemName} {role}") : null;

        // Who has a dedicated connection limits its statements, and waits for a cancelled one to end: a schema change may take long to roll back.
        _guard = !provider.CancelsInCaller ? null
            : dedicated is not null ? new CancelGuard(null, pool.Time, TakeAwayAfterCancel) { Grace = Timeout.InfiniteTimeSpan }
            : new CancelGuard(provider.StatementTimeout?.Limit, pool.Time, TakeAwayAfterCancel);
    }

    public LeasePool Pool { get; }

    public ConnectionRole Role { get; }

    public DbConnection Connection { get; }

    public StatementCache Statements { get; }

    /// <summary>The connection as a batch inserter sees it.</summary>
    public BatchConnection ForBatches
    {
        get
        {
            _dirty |= _writesMayDirty;
            return ForCommit;
        }
    }

    /// <summary>The connection as a COMMIT sees it, which writes nothing itself.</summary>
    public BatchConnection ForCommit => field ??= new BatchConnection(Connection, Statements) { Owner = this };

    /// <summary>The number of the lease that holds it, or 0. No number is used twice, so an old lease never matches.</summary>
    public long LeaseNumber => Volatile.Read(ref _leaseNumber);

    /// <summary>The number of times the pool was cleared before it was opened; a later clear makes it stale.</summary>
    public int Generation { get; init; }

    /// <summary>When it should be closed, as a timestamp of the pool's clock.</summary>
    public long ExpiresAt { get; set; }

    /// <summary>When its lease began, as a timestamp of the pool's clock.</summary>
    public long LeasedAt { get; set; }

    /// <summary>The number of connections in use when its lease began, with this one.</summary>
    public int InUse { get; set; }

    /// <summary>How long its lease was held while the caller's work in a transaction did something else.</summary>
    public TimeSpan IdleTime { get; set; }

    /// <summary>For how long statements have run on it.</summary>
    public TimeSpan StatementTime { get; set; }

    /// <summary>The text of its last statement.</summary>
    public string? LastText { get; set; }

    /// <summary>The holder of the lease.</summary>
    public LeaseHolder Holder { get; set; }

    /// <summary>Whether it was logged that the lease is held for too long.</summary>
    public bool IsLeakReported { get; set; }

    /// <summary>When it was last returned, as a timestamp of the pool's clock.</summary>
    public long IdleSince { get; set; }

    /// <summary>The transaction that the commands of this connection belong to, or null.</summary>
    public DbTransaction? Transaction { get; set; }

    /// <summary>Work that is no longer awaited and that the driver has not ended. It is given time to end before the connection is closed.</summary>
    public Task? Unfinished { get; set; }

    /// <summary>The transaction that must be set on a command or a batch.</summary>
    public DbTransaction? CommandTransaction => GivenTransaction ?? (_provider.GivesTransactionToCommands ? Transaction : null);

    /// <summary>How statements end here.</summary>
    public DatabaseProvider Provider => _provider;

    /// <summary>Whether the read that has just failed was rolled back to its savepoint, so that the transaction is intact.</summary>
    public bool IsReadUndone { get; set; }

    /// <summary>What happened to the transaction while a result was being closed, or null; the transaction takes it.</summary>
    public Exception? Harm { get; set; }

    /// <summary>Whether it must be reset or checked before it is leased again.</summary>
    public bool IsDirty => _dirty || _unchecked || _left is not null || _reset == SessionReset.Always;

    /// <summary>Whether nothing can run on it any more.</summary>
    public bool IsClosed => _takenAway is not null || Connection.State != System.Data.ConnectionState.Open;

    public bool IsBroken => _broken || Connection.State != System.Data.ConnectionState.Open;

    public void MarkDirty() => _dirty = true;

    /// <summary>
    /// Records that a statement was cancelled. A cancel may reach the server late, so the connection is pinged before
    /// the next lease: a late cancel then hits the ping.
    /// </summary>
    public void MarkUnchecked() => _unchecked = HasFailed = true;

    public void MarkBroken() => _broken = true;

    /// <summary>Classifies the error with which a result was closed, if the caller gets another error.</summary>
    public void Classify(Exception exception)
    {
        FailureOrigin.Mark(exception, _provider);
        var failure = _provider.Classify(exception);
        if (failure.Kind == FailureKind.Cancelled)
        {
            MarkUnchecked();
        }
        else if (!failure.ServerAnswered)
        {
            MarkBroken();
        }

        Harm = Transaction is null ? null : Harm ?? exception;
    }

    /// <summary>Reverts the mark, by the code that set it, when the work ended successfully.</summary>
    public void ClearBroken() => _broken = false;

    /// <summary>Starts a lease. Called with the pool's lock held, when the connection is not shared.</summary>
    public ConnectionLease BeginLease(long number)
    {
        _guard?.Forget();
        Volatile.Write(ref _leaseNumber, number);
        return new ConnectionLease(this, number);
    }

    /// <summary>Ends a lease; false if it has already ended.</summary>
    public bool TryEndLease(long number)
    {
        if (Interlocked.CompareExchange(ref _leaseNumber, 0, number) != number)
        {
            return false;
        }

        ForgetLeaseValues();
        if (!_broken && !_unchecked)
        {
            Statements.ForgetValues();
        }

        return true;
    }

    /// <summary>
    /// Runs work that uses the connection: directly if the driver is asynchronous, otherwise on the connection's own thread.
    /// </summary>
    public ValueTask<TResult> RunAsync<TState, TResult>(
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work, TState state, CancellationToken cancellationToken)
        => _guard is not null ? RunGuardedAsync(_guard, work, state, cancellationToken)
        : ToldAsync(_thread is not null ? RunOnThreadAsync(_thread, work, state, cancellationToken) : IsBorrowed ? RunInterruptiblyAsync(work, state, cancellationToken) : work(this, state, cancellationToken));

    /// <summary>Records that a statement runs that may leave state in the session.</summary>
    public void Note(SqlText text) => _dirty |= text.MayDirtySession || _readsMayDirty || (_writesMayDirty && !text.IsRead);

    /// <summary>Creates an empty batch.</summary>
    public DbBatch CreateBatch()
    {
        var batch = Connection.CreateBatch();
        batch.Transaction = CommandTransaction;
        if (_commandTimeout is null)
        {
            using var command = Connection.CreateCommand();
            _commandTimeout = command.CommandTimeout;
        }

        // Not every driver applies the command timeout of the connection string to a batch.
        batch.Timeout = _commandTimeout.Value;
        AddValuesTo(batch);
        return batch;
    }

    /// <summary>Adds a statement with its values to a batch.</summary>
    public void AddTo(DbBatch batch, StatementCall call)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = call.Text.Sql;
        for (var i = 0; i < call.Values.Length; i++)
        {
            var parameter = _provider.ParameterOf(call.Text, i);
            parameter.Value = _provider.DriverValueOf(call.Text, i, call.Values[i]);
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    /// <summary>Returns the command for a statement, with its values set. Records whether the statement may leave state in the session.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<DbCommand> GetCommandAsync(StatementCall call, CancellationToken cancellationToken)
    {
        Note(call.Text);
        StartClock();
        await SetValuesAsync(cancellationToken).ConfigureAwait(false);
        await LearnTypesAsync(call.Text, cancellationToken).ConfigureAwait(false);
        var command = await Statements.GetAsync(call.Text, call.Values, cancellationToken).ConfigureAwait(false);
        command.Transaction = CommandTransaction;
        return command;
    }

    /// <summary>Clears a transaction that was committed or rolled back.</summary>
    public async ValueTask EndTransactionAsync()
    {
        var transaction = Transaction;
        Transaction = null;
        if (transaction is not null)
        {
            await transaction.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Makes the session reject writes until its reset, if there is no separate read-only connection.</summary>
    public async ValueTask RestrictToReadsAsync(CancellationToken cancellationToken)
    {
        if (_provider.CanShareData)
        {
            return;
        }

        MarkDirty();
        await RunAsync(
            static (self, _, _) =>
            {
                self._provider.RestrictToReads(self.Connection);
                return new ValueTask<bool>(true);
            },
            0,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes it. It is discarded because it is broken, old or not needed, so a failure to close it cleanly does not matter.</summary>
    public async ValueTask DisposeQuietlyAsync(ILogger logger)
    {
        try
        {
            await RunAsync(
                static async (self, _, _) =>
                {
                    try
                    {
                        await self.Statements.ClearAsync().ConfigureAwait(false);
                    }
                    finally
                    {
                        await self.Connection.DisposeAsync().ConfigureAwait(false);
                    }

                    return true;
                },
                0,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.CloseFailed(logger, _provider.Endpoint, exception.GetType().Name);
        }
        finally
        {
            _guard?.Dispose();
            _thread?.Dispose();
        }
    }

    private async ValueTask<TResult> RunOnThreadAsync<TState, TResult>(
        ConnectionThread thread,
        Func<PhysicalConnection, TState, CancellationToken, ValueTask<TResult>> work,
        TState state,
        CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled)
        {
            return await thread.RunAsync(work, this, state, cancellationToken).ConfigureAwait(false);
        }

        // The driver does not observe the token while it works, so a cancel must interrupt it from outside.
        var interruption = new Interruption(Interrupt);
        var registration = cancellationToken.UnsafeRegister(static self => ((Interruption)self!).Start(), interruption);
        try
        {
            return await thread.RunAsync(work, this, state, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // In this order: once the registration is disposed no interrupt can start, and one that has started is awaited.
            await registration.DisposeAsync().ConfigureAwait(false);
            await interruption.EndAsync().ConfigureAwait(false);
        }
    }

    private void Interrupt() => _provider.Interrupt(Connection);
}
