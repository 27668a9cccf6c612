namespace DataAccess;

/// <summary>When a session is put back into its first state before another caller gets its connection.</summary>
public enum SessionReset
{
    /// <summary>
    /// Unless everything that ran in it is known to leave nothing behind: the text of its statements, and what the catalogue says of
    /// the functions that triggers, views, defaults and policies call. It is asked when a connection opens and after each reset; a
    /// trigger or view that somebody else makes or changes later is known to a connection that is open already only after that.
    /// MySQL and MariaDB show triggers only to logins that may make them, and views' texts only to those that may show them.
    /// </summary>
    WhenUnsure = 0,

    /// <summary>
    /// After each lease, whatever ran in it. On PostgreSQL this costs a round trip, which nobody waits for while other connections are
    /// free. On MySQL and MariaDB set <see cref="ConnectionOptions.MaxPreparedStatements"/> to 0 with it: a session with prepared
    /// statements is closed instead of reset, as one of SQLite always is.
    /// </summary>
    Always = 1,

    /// <summary>Where a statement's text shows that it may leave something behind. Triggers and views are trusted.</summary>
    WhenTextIsUnsure = 2,
}
