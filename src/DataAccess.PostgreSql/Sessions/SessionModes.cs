using DataAccess.Shared;
using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>
/// The modes that the library's guarantees depend on, whatever the role, the database, a data source or the user's own code sets. The server reports
/// them, so that a round trip is needed only if one is another.
/// </summary>
internal static class SessionModes
{
    public static async ValueTask SetAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await SetStringsAsync(connection, cancellationToken).ConfigureAwait(false);

        // Times are UTC everywhere; see UtcTime.
        if (connection.PostgresParameters.TryGetValue("TimeZone", out var zone) && zone != "UTC")
        {
            await RawSql.ExecuteAsync(connection, "set timezone = 'UTC'", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Makes a backslash an ordinary character in string literals, as the library's lexer reads them.</summary>
    public static async ValueTask SetStringsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.PostgresParameters.TryGetValue("standard_conforming_strings", out var mode) && mode != "on")
        {
            await RawSql.ExecuteAsync(connection, "set standard_conforming_strings = on", cancellationToken).ConfigureAwait(false);
        }
    }
}
