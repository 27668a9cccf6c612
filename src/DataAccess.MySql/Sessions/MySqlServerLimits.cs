using System.Globalization;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>The server's limits on how rows may be sent, queried once.</summary>
/// <param name="AllowsLoadData">Whether <c>local_infile</c> is on.</param>
/// <param name="PacketBytes">The largest statement, <c>max_allowed_packet</c>.</param>
internal sealed record MySqlServerLimits(bool AllowsLoadData, long PacketBytes)
{
    public static async ValueTask<MySqlServerLimits> ReadAsync<T>(MySqlConnection connection, BatchAttempt<T> attempt, CancellationToken cancellationToken)
    {
        var command = new MySqlCommand("select @@local_infile, @@max_allowed_packet", connection) { CommandTimeout = MySqlCommandTimeout.ForSmall(attempt) };
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                return new MySqlServerLimits(Convert.ToInt64(reader.GetValue(0), CultureInfo.InvariantCulture) != 0, Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture));
            }
        }
    }
}
