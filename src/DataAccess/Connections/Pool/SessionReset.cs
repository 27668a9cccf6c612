namespace DataAccess;

/// <summary>When a session is reset to its initial state before another caller gets its connection.</summary>
public enum SessionReset
{
    /// <summary>
    /// Unless everything that ran in the session is known to leave no state behind: the text of its statements, and what the catalog says about
    /// the functions that triggers, views, defaults and policies call. The catalog is queried when a connection opens and after each reset; a
    /// trigger or view that is created or changed later by someone else is known to an open connection only after its next reset.
    /// MySQL and MariaDB show triggers only to users that may create them, and the text of views only to users that may show them.
    /// </summary>
    WhenUnsure = 0,

    /// <summary>
    /// After each lease, whatever ran in it. On PostgreSQL this costs a round trip, for which no caller waits while other connections are
    /// free. On MySQL and MariaDB, also set <see cref="ConnectionOptions.MaxPreparedStatements"/> to 0: a session with prepared
    /// statements is closed instead of reset, as a SQLite session always is.
    /// </summary>
    Always = 1,

    /// <summary>If the text of a statement shows that it may leave state behind. Triggers and views are trusted.</summary>
    WhenTextIsUnsure = 2,
}
