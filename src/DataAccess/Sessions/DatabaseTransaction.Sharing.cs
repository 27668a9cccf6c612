using System.Data.Common;
using System.Runtime.ExceptionServices;
using DataAccess.Connections;
using DataAccess.Providers;
using DataAccess.Telemetry;

namespace DataAccess;

/// <content>What other libraries use: the driver's own objects.</content>
public sealed partial class DatabaseTransaction
{
    private DbTransaction? _shared;
    private List<Action>? _onEnding;

    /// <summary>
    /// The driver's open connection, for Dapper, EF Core or plain ADO.NET: what they run on it belongs to the transaction. Use it for one statement
    /// at a time, alternately with the methods here, and inside the work only.
    /// </summary>
    /// <remarks>
    /// What is done with it is not known. So the session is reset or closed after the transaction, and before each further statement
    /// of the library and before COMMIT it is checked that the transaction is still open, which costs a round trip on MySQL and MariaDB. If a COMMIT or ROLLBACK ended it,
    /// that throws <see cref="TransactionEndedException"/>. A result that is still open when the work returns rolls it back. What other code throws is not a reason
    /// to retry the work. SQLite's driver works on the calling thread and blocks it.
    /// </remarks>
    /// <exception cref="InvalidOperationException">A stream is open, or a call was not awaited.</exception>
    /// <exception cref="ObjectDisposedException">The transaction has ended.</exception>
    public DbConnection Connection
    {
        get
        {
            Share();
            return _lease.Physical.Connection;
        }
    }

    /// <summary>
    /// The driver's transaction, as Dapper, EF Core or a command of <see cref="Connection"/> takes it. Do not commit it, roll it back or dispose it: that is left to
    /// <c>InTransactionAsync</c>. Its savepoints may be used, and must be ended in the work.
    /// </summary>
    /// <remarks>As for <see cref="Connection"/>.</remarks>
    /// <exception cref="InvalidOperationException">A stream is open, or a call was not awaited.</exception>
    /// <exception cref="NotSupportedException">On MySQL and MariaDB: this version of MySqlConnector does not allow it; the message names one that does.</exception>
    /// <exception cref="ObjectDisposedException">The transaction has ended.</exception>
    public DbTransaction Transaction => Share();

    /// <summary>
    /// Registers what is done when the work has ended, before the transaction is committed or rolled back: for code that has passed
    /// <see cref="Connection"/> to another library, which must let go of it. It must not use the transaction; what it throws is logged and ignored.
    /// </summary>
    /// <param name="callback">Called once, synchronously.</param>
    /// <exception cref="ObjectDisposedException">The transaction has ended.</exception>
    public void OnEnding(Action callback)
    {
        ArgumentNullException.ThrowIfNull(callback);
        ThrowIfEnded();
        (_onEnding ??= []).Add(callback);
    }

    /// <summary>Checks whether other code has ended the transaction, which then is the abort cause, or has left a result open.</summary>
    /// <exception cref="InvalidOperationException">A result is open.</exception>
    internal async ValueTask CheckSharedAsync()
    {
        if (_shared is null || AbortCause is not null)
        {
            return;
        }

        var connection = _lease.Physical;
        if (connection.IsClosed)
        {
            AbortCause = Rolled("its connection was closed by the code that used it directly, or by a failure in it", null);
            return;
        }

        if (Provider.HasOpenResult(connection.Connection))
        {
            throw OpenResult(null);
        }

        try
        {
            if (!await Provider.IsInTransactionAsync(connection.Connection, connection.Transaction!, askServer: true).ConfigureAwait(false))
            {
                AbortCause = ExceptionDispatchInfo.Capture(new TransactionEndedException(Provider.Endpoint, null));
            }
        }
        catch (InvalidOperationException exception) when (!connection.IsClosed)
        {
            throw OpenResult(exception);
        }
        catch (Exception exception) when (exception is DbException or IOException or InvalidOperationException)
        {
            FailureOrigin.Mark(exception, Provider);
            AbortCause = ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary>The work has failed. If other code committed before, not everything is undone, and that is what the caller must be told.</summary>
    internal async ValueTask CheckAfterWorkAsync()
    {
        if (_shared is null || IsBusy)
        {
            return;
        }

        try
        {
            await CheckSharedAsync().ConfigureAwait(false);
        }
        catch (InvalidOperationException)
        {
            // A result is open, so the connection is closed, which rolls back.
        }
    }

    private DbTransaction Share()
    {
        ThrowIfEnded();
        var connection = _lease.Physical;
        if (IsBusy)
        {
            throw new InvalidOperationException("A transaction runs one statement at a time. Await the call, or dispose the stream, before using its connection.");
        }

        connection.MarkDirty();
        return _shared ??= connection.ShareTransaction();
    }

    /// <summary>A savepoint that has ended takes with it what marks the transaction, if that was set in it.</summary>
    private void ShareAgain(bool wasShared)
    {
        if (!wasShared && _shared is not null && AbortCause is null)
        {
            _lease.Physical.ShareTransaction();
        }
    }

    private async ValueTask<ConnectionLease> BeginSharedAsync()
    {
        try
        {
            await CheckSharedAsync().ConfigureAwait(false);
            AbortCause?.Throw();
            return _lease;
        }
        catch (Exception)
        {
            Volatile.Write(ref _busy, 0);
            throw;
        }
    }

    private void EndSharing()
    {
        foreach (var callback in _onEnding ?? [])
        {
            try
            {
                callback();
            }
            catch (Exception exception)
            {
                Log.EndingCallbackFailed(Context.Logger, Provider.Endpoint, exception.GetType().Name);
            }
        }

        _onEnding = null;
        if (_shared is not null)
        {
            _lease.Physical.EndSharing();
        }
    }

    private static InvalidOperationException OpenResult(Exception? exception)
        => new("A result is open on the transaction's connection: a DbDataReader, or an unbuffered query of Dapper or EF Core. Read it to its end, or dispose it, before the next statement and before the work returns.", exception);
}
