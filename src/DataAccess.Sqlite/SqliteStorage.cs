namespace DataAccess.Sqlite;

/// <summary>Where the data of a database are.</summary>
internal enum SqliteStorage
{
    /// <summary>In a file.</summary>
    File = 0,

    /// <summary>In memory, where every connection of the process with that name sees them, until the last is closed.</summary>
    SharedMemory,

    /// <summary>In memory, or in a temporary file, of one connection.</summary>
    PrivateMemory,
}
