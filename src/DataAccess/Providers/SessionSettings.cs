namespace DataAccess.Providers;

/// <summary>What the session of a <see cref="Connections.DedicatedConnection"/> begins with.</summary>
public enum SessionSettings
{
    /// <summary>The settings that the library's guarantees depend on, as for any other connection: times are UTC, values that do not fit are rejected.</summary>
    Library = 0,

    /// <summary>
    /// What the server, the database, the role and the connection string set, as in the database's own client program. On PostgreSQL
    /// <c>standard_conforming_strings</c> is on all the same.
    /// </summary>
    Server = 1,

    /// <summary>
    /// Like <see cref="Server"/>; and opening it writes nothing. On SQLite a file that does not exist is read as an empty database and not created, the journal's
    /// mode is left as it is, and a write is rejected. On a server the same as <see cref="Server"/>.
    /// </summary>
    ServerReadOnly = 2,
}
