using DataAccess.Shared;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace DataAccess.Sqlite.Sessions;

/// <summary>A connection that changes neither the database nor the files beside it.</summary>
internal static class SqliteReading
{
    // https://www.sqlite.org/rescode.html
    private const int ReadOnly = 8;
    private const int CannotOpen = 14;

    /// <summary>
    /// A connection that does not create the file: where there is none yet it reads an empty database. Otherwise it is one for writing where a file may be written: SQLite then removes the files of the
    /// write-ahead log that it has to make to read, which it leaves to others where it may only read.
    /// </summary>
    public static SqliteConnection Connect(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        if (builder.Mode == SqliteOpenMode.ReadWriteCreate && IsYetToBeCreated(FileOf(builder)))
        {
            builder.DataSource = ":memory:";
        }
        else if (builder.Mode == SqliteOpenMode.ReadWriteCreate)
        {
            builder.Mode = HasLog(FileOf(builder)) ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWrite;
        }

        return new SqliteConnection(builder.ConnectionString);
    }

    /// <exception cref="SqliteException">There is no such folder, or the file cannot be read.</exception>
    public static async ValueTask OpenAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (!await WouldLeaveLogAsync(connection, cancellationToken).ConfigureAwait(false))
            {
                await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
                return;
            }
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is ReadOnly or CannotOpen && MayBeImmutable(connection.ConnectionString))
        {
            // In a folder that cannot be written the log's files cannot be made; without them, nobody is writing.
        }

        connection.Close();
        connection.ConnectionString = With(connection.ConnectionString, "immutable=1");
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask ReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
        => RawSql.ExecuteAsync(connection, "pragma query_only = on; select count(*) from sqlite_schema;", cancellationToken);

    /// <summary>
    /// Whether to read would make the log's files, which a connection that may not write does not remove again. They would have the
    /// reader's name and rights, and be in the way of those who write.
    /// </summary>
    private static async ValueTask<bool> WouldLeaveLogAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        if (raw.sqlite3_db_readonly(connection.Handle, "main") != 1 || !MayBeImmutable(connection.ConnectionString) || File.Exists(FileOf(new SqliteConnectionStringBuilder(connection.ConnectionString)) + "-wal"))
        {
            return false;
        }

        // SQLite tells by an error whether the file is one with a log: without locks it does not open such a file, and it makes no other.
        var probe = new SqliteConnection(With(connection.ConnectionString, "nolock=1"));
        await using (probe.ConfigureAwait(false))
        {
            try
            {
                await probe.OpenAsync(cancellationToken).ConfigureAwait(false);
                await RawSql.ExecuteAsync(probe, "select count(*) from sqlite_schema;", cancellationToken).ConfigureAwait(false);
                return false;
            }
            catch (SqliteException exception)
            {
                return exception.SqliteErrorCode == CannotOpen;
            }
        }
    }

    private static bool MayBeImmutable(string connectionString)
    {
        var file = FileOf(new SqliteConnectionStringBuilder(connectionString));
        return File.Exists(file) && !HasLog(file);
    }

    private static string With(string connectionString, string parameter)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        builder.DataSource = $"file:{Uri.EscapeDataString(Path.GetFullPath(FileOf(builder))).Replace("%2F", "/", StringComparison.Ordinal)}?{parameter}";
        builder.Mode = SqliteOpenMode.ReadOnly;
        builder.Pooling = false;
        return builder.ConnectionString;
    }

    private static bool IsYetToBeCreated(string file) => !File.Exists(file) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)));

    private static bool HasLog(string file) => new FileInfo(file + "-wal") is { Exists: true, Length: > 0 };

    private static string FileOf(SqliteConnectionStringBuilder builder)
        => builder.DataSource.StartsWith("file:", StringComparison.Ordinal)
            ? Uri.UnescapeDataString(builder.DataSource["file:".Length..].Split('?', '#')[0])
            : builder.DataSource;
}
