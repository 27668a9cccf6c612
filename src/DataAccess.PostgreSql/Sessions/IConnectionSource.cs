using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>Where the closed connections of a database come from.</summary>
internal interface IConnectionSource
{
    /// <summary>Whether opening may give a session that somebody has used before.</summary>
    bool IsPooled { get; }

    /// <summary>A closed connection with the user's own timeout for opening.</summary>
    NpgsqlConnection Connect();

    /// <summary>A closed connection that is opened within a time, if the timeout can be set.</summary>
    NpgsqlConnection Connect(TimeSpan connectTimeout);

    /// <summary>A closed connection, for which the error of a batch names the statement that failed.</summary>
    NpgsqlConnection ConnectForScripts(TimeSpan connectTimeout, bool keepsZone);

    /// <summary>Opens a connection with a password in place of the connection string's.</summary>
    Task OpenAsync(NpgsqlConnection connection, string password, CancellationToken cancellationToken);

    /// <summary>Releases what was created here; a connection that is open, or created later, is not affected.</summary>
    void Release();
}
