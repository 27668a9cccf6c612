using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Sessions;

/// <summary>The texts of a database's triggers and views, as far as the login may see them.</summary>
internal static class HiddenRoutines
{
    /// <summary>The most that are read. If there are more, one that cannot be read stands for all of them.</summary>
    private const int Most = 500;

    private static readonly string Text = $"""
        (select action_statement, 0 from information_schema.triggers where trigger_schema = database() limit {Most + 1})
        union all
        (select view_definition, 1 from information_schema.views where table_schema = database() limit {Most + 1})
        """;

    public static async ValueTask<IReadOnlyList<HiddenRoutine>> FindAsync(MySqlConnection connection, CancellationToken cancellationToken)
    {
        var routines = new List<HiddenRoutine>();
        var command = new MySqlCommand(Text, connection);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    var isRead = Convert.ToInt32(reader.GetValue(1), null) == 1;

                    // The text of a view that the login may not see is empty: then the login only reads the view, and it is trusted.
                    var source = await reader.IsDBNullAsync(0, cancellationToken).ConfigureAwait(false) ? "" : reader.GetString(0);
                    if (source.Length > 0)
                    {
                        routines.Add(new HiddenRoutine(source, isRead));
                    }
                }
            }
        }

        return routines.Count <= Most ? routines : [new HiddenRoutine(null, IsRead: true)];
    }
}
