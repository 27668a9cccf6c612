using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>Notices a commit of other code's on a connection, even if that begins another transaction. The driver itself notices a rollback.</summary>
internal sealed partial class CommitWatch
{
    private readonly sqlite3 _handle;

    public CommitWatch(SqliteConnection connection)
    {
        _handle = connection.Handle!;
        raw.sqlite3_commit_hook(
            _handle,
            static self =>
            {
                ((CommitWatch)self).HasCommitted = true;
                return 0;
            },
            this);
    }

    /// <summary>Whether a transaction was committed.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Whether a statement has been run up to a row, and not to its end.</summary>
    public static bool HasOpenResult(SqliteConnection connection)
    {
        if (connection.Handle is not { IsInvalid: false, IsClosed: false } handle)
        {
            return false;
        }

        try
        {
            for (var statement = NextStatement(handle, 0); statement != 0; statement = NextStatement(handle, statement))
            {
                if (IsBusy(statement) != 0)
                {
                    return true;
                }
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            // The program has brought another SQLite. A COMMIT succeeds beside an open result all the same.
        }

        return false;
    }

    /// <summary>Ends the watch.</summary>
    public void End()
    {
        if (!_handle.IsInvalid && !_handle.IsClosed)
        {
            raw.sqlite3_commit_hook(_handle, null, null);
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_next_stmt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial nint NextStatement(sqlite3 connection, nint statement);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_stmt_busy")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static partial int IsBusy(nint statement);
}
