using Microsoft.Data.Sqlite;

namespace DataAccess.Sqlite;

/// <summary>The options of a SQLite database, including its file.</summary>
public sealed class SqliteOptions : DatabaseOptions
{
    /// <summary>How long a statement waits for another process to release its lock on the file, in whole seconds, at least 1. The default is 5 s. It waits on the connection's own thread.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Parses <c>sqlite:file</c>, <c>sqlite://file</c>, <c>sqlite::memory:</c>, a plain file name, or an ADO.NET connection string.</summary>
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
            throw new ArgumentException("The SQLite URL does not name a file. Use sqlite:file.db, or sqlite::memory: for an in-memory database.", nameof(text));
        }

        return file.Contains('=', StringComparison.Ordinal)
            ? new SqliteConnectionStringBuilder(file)
            : new SqliteConnectionStringBuilder { DataSource = file };
    }
}
