namespace DataAccess.Sqlite;

/// <summary>The options of a SQLite database, including its file.</summary>
public sealed class SqliteOptions : DatabaseOptions
{
    /// <summary>How long a statement waits for another process to release its lock on the file, in whole seconds, at least 1. The default is 5 s. It waits on the connection's own thread.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);
}
