using Npgsql;

namespace DataAccess.PostgreSql.Sessions;

/// <summary>The settings of a connection that its caller has opened, without which the library would write or read wrong values. The server reports them.</summary>
internal static class BorrowedSettings
{
    /// <exception cref="InvalidOperationException">A setting does not fit.</exception>
    public static void Check(NpgsqlConnection connection)
    {
        if ((Wrong(connection, "TimeZone", IsUtc, "each DateTime would be shifted by hours", "Run set time zone 'UTC' on it, or Timezone=UTC in its connection string.")
            ?? Wrong(connection, "standard_conforming_strings", static value => value == "on", "a backslash in a literal would change the statement", "Run set standard_conforming_strings = on on it.")
            ?? Wrong(connection, "client_encoding", static value => value == "UTF8", "text would be changed", "Run set client_encoding = 'UTF8' on it.")) is { } wrong)
        {
            throw new InvalidOperationException($"Database.Use rejects the connection because it {wrong}");
        }
    }

    internal static bool IsUtc(string zone) => zone is "UTC" or "Etc/UTC" or "GMT" or "Etc/GMT" or "UCT" or "Etc/UCT" or "Zulu" or "Etc/Zulu" or "Universal" or "Etc/Universal" or "Greenwich" or "Etc/Greenwich";

    private static string? Wrong(NpgsqlConnection connection, string name, Func<string, bool> isRight, string harm, string fix)
        => connection.PostgresParameters.TryGetValue(name, out var value) && !isRight(value) ? $"has {name} = {value}: {harm}. {fix}" : null;
}
