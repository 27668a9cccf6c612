using DataAccess.Shared;
using Microsoft.Data.Sqlite;

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
            await OpenAndReadAsync(connection, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode is ReadOnly or CannotOpen && AsImmutable(connection.ConnectionString) is { } immutable)
        {
            // In a folder that cannot be written the log's files cannot be made; without them, nobody is writing.
            connection.Close();
            connection.ConnectionString = immutable;
            await OpenAndReadAsync(connection, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async ValueTask OpenAndReadAsync(SqliteConnection connection, CancellationToken cancellationToken)
    {
        await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        await RawSql.ExecuteAsync(connection, "pragma query_only = on; select count(*) from sqlite_schema;", cancellationToken).ConfigureAwait(false);
    }

    private static string? AsImmutable(string connectionString)
    {
        var builder = new SqliteConnectionStringBuilder(connectionString);
        var file = FileOf(builder);
        if (!File.Exists(file) || HasLog(file))
        {
            return null;
        }

        builder.DataSource = $"file:{Uri.EscapeDataString(Path.GetFullPath(file)).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1";
        builder.Mode = SqliteOpenMode.ReadOnly;
        return builder.ConnectionString;
    }

    private static bool IsYetToBeCreated(string file) => !File.Exists(file) && Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(file)));

    private static bool HasLog(string file) => new FileInfo(file + "-wal") is { Exists: true, Length: > 0 };

    private static string FileOf(SqliteConnectionStringBuilder builder)
        => builder.DataSource.StartsWith("file:", StringComparison.Ordinal)
            ? Uri.UnescapeDataString(builder.DataSource["file:".Length..].Split('?', '#')[0])
            : builder.DataSource;
}
