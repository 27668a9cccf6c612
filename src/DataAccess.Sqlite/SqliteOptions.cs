using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite;

/// <summary>What a SQLite database is opened with, beside the file.</summary>
public sealed class SqliteOptions : DatabaseOptions
{
    /// <summary>How long a statement waits for another process that has the file locked, in whole seconds, at least 1. Default 5 s. It waits on the connection's own thread.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Reads <c>sqlite:file</c>, <c>sqlite://file</c>, <c>sqlite::memory:</c>, a plain file name, or an ADO.NET connection string.</summary>
    /// <exception cref="ArgumentException">It is none of these.</exception>
    internal static SqliteConnectionStringBuilder Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var file = text.StartsWith("sqlite:", StringComparison.OrdinalIgnoreCase) ? text["sqlite:".Length..] : text;
        if (file.StartsWith("//", StringComparison.Ordinal))
        {
            file = file[2..];
        }

        if (file.Length == 0)
        {
            throw new ArgumentException("The SQLite URL names no file. Write sqlite:file.db, or sqlite::memory: for a database in memory.", nameof(text));
        }

        return file.Contains('=', StringComparison.Ordinal)
            ? new SqliteConnectionStringBuilder(file)
            : new SqliteConnectionStringBuilder { DataSource = file };
    }
}
