namespace DataAccess.Events.Storage;

/// <summary>The insert of events as rows of values.</summary>
internal static class EventValues
{
    /// <param name="verb">The insert's first words.</param>
    /// <param name="events">The events, at least one.</param>
    /// <param name="end">What follows the values.</param>
    public static SqlStatement Insert(string verb, ReadOnlySpan<EventRow> events, string end)
    {
        var statement = SqlStatement.Raw(verb + " into dataaccess_event (topic, event_key, hash, body, headers, due, unique_id) values ");
        for (var i = 0; i < events.Length; i++)
        {
            var row = events[i];
            statement.AppendLiteral(i == 0 ? "" : ", ");
            statement.AppendFormatted((SqlStatement)$"({row.Topic}, {row.Key}, {row.Hash}, {row.Body}, {row.Headers}, {row.Due}, {row.UniqueId})");
        }

        statement.AppendLiteral(end);
        return statement;
    }
}
