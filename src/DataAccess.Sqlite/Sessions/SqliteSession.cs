using System.Diagnostics;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>The connection below the driver, while a batch uses it: its transaction, and its wait for a locked file.</summary>
internal sealed class SqliteSession(SqliteConnection connection, CancellationToken cancellationToken)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(25);

    private readonly TimeSpan _busyTimeout = TimeSpan.FromSeconds(connection.DefaultTimeout);

    public sqlite3 Handle { get; } = connection.Handle ?? throw new InvalidOperationException("The SQLite connection is closed.");

    /// <summary>Whether a transaction is open. SQLite itself ends it after some errors.</summary>
    public bool IsInTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>How many rows the last insert wrote, without those that its triggers wrote; for a view always 0.</summary>
    public int Changes => raw.sqlite3_changes(Handle);

    /// <summary>How many rows were written since the connection was opened, including those that triggers wrote.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(Handle);

    /// <summary>Whether a query without parameters returns a row.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public bool Any(ReadOnlySpan<byte> sql)
    {
        using var statement = new SqliteStatement(this, sql);
        return statement.HasRow();
    }

    /// <summary>Runs a statement without parameters.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Execute(ReadOnlySpan<byte> sql)
    {
        using var statement = new SqliteStatement(this, sql);
        if (statement.Execute() is { } exception)
        {
            throw exception;
        }
    }

    /// <summary>Ends the transaction if it is still open; if that fails, the session is closed.</summary>
    public void RollBack()
    {
        // Sent again, because an interrupt that was meant for the batch may hit it.
        for (var attempt = 0; IsInTransaction && attempt < 3; attempt++)
        {
            using var statement = new SqliteStatement(this, "rollback"u8);
            statement.Execute();
        }

        if (IsInTransaction)
        {
            connection.Close();
        }
    }

    /// <summary>Runs the next step, and retries while another process has the file locked, for as long as the driver would.</summary>
    public int Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        if (!IsLocked(code))
        {
            return code;
        }

        var started = Stopwatch.GetTimestamp();
        var pause = TimeSpan.FromMilliseconds(1);
        while (IsLocked(code) && !cancellationToken.IsCancellationRequested && (_busyTimeout == TimeSpan.Zero || Stopwatch.GetElapsedTime(started) < _busyTimeout))
        {
            // This is the connection's own thread, and there is no notification when another process releases its lock.
            Thread.Sleep(pause);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            raw.sqlite3_reset(statement);
            code = raw.sqlite3_step(statement);
        }

        return IsLocked(code) && cancellationToken.IsCancellationRequested ? raw.SQLITE_INTERRUPT : code;
    }

    /// <summary>The exception that the driver throws for a result code, or null if the code is not an error.</summary>
    public SqliteException? ExceptionOf(int code)
    {
        try
        {
            SqliteException.ThrowExceptionForRC(code, Handle);
            return null;
        }
        catch (SqliteException exception)
        {
            return exception;
        }
    }

    private static bool IsLocked(int code) => (code & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
}
