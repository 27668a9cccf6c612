using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>The settings of a connection that its caller has opened, without which the library would write or read wrong values.</summary>
internal static class BorrowedSettings
{
    private const string Query = "select @@sql_mode, @@time_zone, @@system_time_zone, @@character_set_client, @@character_set_connection, coalesce(@@character_set_results, '')";

    /// <exception cref="InvalidOperationException">A setting does not fit.</exception>
    public static async ValueTask CheckAsync(MySqlConnection connection, MySqlTransaction? transaction, CancellationToken cancellationToken)
    {
        var wrong = Wrong(new MySqlConnectionStringBuilder(connection.ConnectionString));
        if (wrong is null)
        {
            var command = new MySqlCommand(Query, connection, transaction);
            await using (command.ConfigureAwait(false))
            {
                var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
                await using (reader.ConfigureAwait(false))
                {
                    await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                    wrong = Wrong(reader.GetString(0), reader.GetString(1), reader.GetString(2))
                        ?? WrongCharacters("character_set_client", reader.GetString(3)) ?? WrongCharacters("character_set_connection", reader.GetString(4)) ?? WrongCharacters("character_set_results", reader.GetString(5));
                }
            }
        }

        if (wrong is not null)
        {
            throw new InvalidOperationException($"Database.Use rejects the connection because it {wrong}");
        }
    }

    /// <summary>What is wrong in the connection string; null if nothing is.</summary>
    internal static string? Wrong(MySqlConnectionStringBuilder settings)
        => settings.UseAffectedRows ? Has("UseAffectedRows", "true", "an update that finds its row but changes nothing would count as one that found none", "Set UseAffectedRows=false in its connection string.")
        : settings.NoBackslashEscapes ? Has("NoBackslashEscapes", "true", "text with a backslash would be changed", "Set NoBackslashEscapes=false in its connection string.")
        : null;

    /// <summary>What is wrong in the session; null if nothing is.</summary>
    internal static string? Wrong(string sqlMode, string timeZone, string systemZone)
        => sqlMode.Contains("NO_BACKSLASH_ESCAPES", StringComparison.Ordinal) ? Has("sql_mode", sqlMode, "text with a backslash would be changed", "Remove NO_BACKSLASH_ESCAPES from it.")
        : sqlMode.Contains("EMPTY_STRING_IS_NULL", StringComparison.Ordinal) ? Has("sql_mode", sqlMode, "empty text would become null", "Remove EMPTY_STRING_IS_NULL from it.")
        : !sqlMode.Contains("STRICT_", StringComparison.Ordinal) ? Has("sql_mode", sqlMode, "values that do not fit would be silently truncated", "Add STRICT_TRANS_TABLES to it.")
        : !IsUtc(timeZone == "SYSTEM" ? systemZone : timeZone)
            ? Has("time_zone", timeZone == "SYSTEM" ? $"SYSTEM, which is {systemZone}" : timeZone, "times of timestamp columns would be shifted by hours", "Run set time_zone = '+00:00' on it.")
        : null;

    /// <summary>What is wrong with a character set, in which the driver's UTF-8 would be misread; null if nothing is.</summary>
    internal static string? WrongCharacters(string variable, string value)
        => value == "utf8mb4" ? null : Has(variable, value.Length == 0 ? "null" : value, "text would be changed", "Run set names utf8mb4 on it.");

    private static bool IsUtc(string zone) => zone is "+00:00" or "-00:00" or "UTC" or "Etc/UTC" or "GMT" or "Etc/GMT" or "Z";

    private static string Has(string name, string value, string harm, string fix) => $"has {name} = {value}: {harm}. {fix}";
}
