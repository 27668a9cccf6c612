using DataAccess.MySql.Failures;
using DataAccess.Shared;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>
/// The session modes that the library's guarantees depend on. A server, a login (<c>init_connect</c>) or a proxy may have other
/// defaults, and a reset restores those: so the modes are set, and read back, in one round trip when a session begins.
/// </summary>
internal static class MySqlModes
{
    // If no COMMIT is sent, a statement is its own transaction, and COMMIT ends a transaction without beginning the next. Text is sent
    // as the driver writes it: in UTF-8, escaped with backslashes, and an empty text is a text; so a comma, which the mode's parser
    // skips, takes the place of a mode here. A value that does not fit its column is rejected and not truncated. The key 0 is 0, and
    // not the next number. A query returns all its rows. Times are UTC everywhere; see UtcTime. The user's other settings are kept.
    private const string Set = """
        set time_zone = '+00:00', autocommit = 1, completion_type = 0, sql_select_limit = 18446744073709551615,
            collation_connection = if(left(@@collation_connection, 7) = 'utf8mb4', @@collation_connection, 'utf8mb4_general_ci'),
            sql_mode = concat(replace(replace(@@sql_mode, 'NO_BACKSLASH_ESCAPES', ','), 'EMPTY_STRING_IS_NULL', ','), ',STRICT_TRANS_TABLES,NO_AUTO_VALUE_ON_ZERO');
        select cast(@@autocommit + 0 as char), cast(@@completion_type as char), @@sql_mode, @@time_zone, @@character_set_client, coalesce(@@character_set_results, '')
        """;

    // Only where it is another: MariaDB would give parameters another collation than literals, and reject a comparison of the two.
    private const string SetCharacters = "set character_set_client = utf8mb4, character_set_results = utf8mb4";

    private const string Characters = "utf8mb4";

    /// <exception cref="SessionModeException">The server, or a proxy in front of it, keeps another mode.</exception>
    public static async ValueTask SetAsync(MySqlConnection connection, string endpoint, CancellationToken cancellationToken)
    {
        var isOtherText = false;
        var command = new MySqlCommand(Set, connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                if (Wrong(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3)) is { } wrong)
                {
                    throw new SessionModeException($"The session on {endpoint} {wrong}");
                }

                isOtherText = reader.GetString(4) != Characters || reader.GetString(5) != Characters;
            }
        }

        if (isOtherText)
        {
            await RawSql.ExecuteAsync(connection, SetCharacters, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What is wrong with modes that were read back, and what to do; null if nothing is wrong.</summary>
    internal static string? Wrong(string autocommit, string completionType, string sqlMode, string timeZone)
        => autocommit is not "1" ? Stays("autocommit", autocommit, "1", "writes would be acknowledged without being committed")
        : completionType is not ("NO_CHAIN" or "0") ? Stays("completion_type", completionType, "NO_CHAIN", "a COMMIT would begin the next transaction")
        : sqlMode.Contains("NO_BACKSLASH_ESCAPES", StringComparison.Ordinal) ? Stays("sql_mode", sqlMode, "one without NO_BACKSLASH_ESCAPES", "text with a backslash would be changed")
        : sqlMode.Contains("EMPTY_STRING_IS_NULL", StringComparison.Ordinal) ? Stays("sql_mode", sqlMode, "one without EMPTY_STRING_IS_NULL", "empty text would become null")
        : !sqlMode.Contains("STRICT_", StringComparison.Ordinal) ? Stays("sql_mode", sqlMode, "one with STRICT_TRANS_TABLES", "values that do not fit would be silently truncated")
        : !sqlMode.Contains("NO_AUTO_VALUE_ON_ZERO", StringComparison.Ordinal) ? Stays("sql_mode", sqlMode, "one with NO_AUTO_VALUE_ON_ZERO", "a row with the key 0 would be stored under another key")
        : timeZone is not "+00:00" ? Stays("time_zone", timeZone, "+00:00", "times would be stored shifted by hours")
        : null;

    private static string Stays(string name, string value, string wanted, string harm)
        => $"still has {name} = '{value}' although it was set to {wanted}: {harm}. "
        + $"Configure the server, or the proxy in front of it, to accept {name} from the session, or set its default to {wanted}.";
}
