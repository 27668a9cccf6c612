using DataAccess.Events.Messages;

namespace DataAccess.Events.Streaming;

/// <summary>Reads the positions of a topic, and the events that have them.</summary>
internal sealed class StreamStore(DatabaseSession session, string topic)
{
    /// <summary>How many events are read at once.</summary>
    public const int Page = 500;

    /// <summary>The last position that was given; 0 for none.</summary>
    public async ValueTask<long> EndAsync(CancellationToken cancellationToken)
        => await session.ScalarAsync<long?>($"select position from dataaccess_stream_end where topic = {topic}", cancellationToken).ConfigureAwait(false) ?? 0;

    /// <summary>The number of the last event of all topics; 0 for none.</summary>
    public async ValueTask<long> LastEventAsync(CancellationToken cancellationToken)
        => await session.ScalarAsync<long?>($"select max(id) from dataaccess_event", cancellationToken).ConfigureAwait(false) ?? 0;

    /// <summary>The first events behind a position.</summary>
    public async ValueTask<IReadOnlyList<EventRecord>> ReadAsync(long after, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<StoredRecord>(
            $"""
            select s.position, e.id, e.topic, e.event_key, e.body, e.headers, e.created from dataaccess_stream s join dataaccess_event e on e.id = s.event_id
            where s.topic = {topic} and s.position > {after} order by s.position limit {Page}
            """,
            cancellationToken).ConfigureAwait(false);
        var records = new EventRecord[rows.Count];
        for (var i = 0; i < records.Length; i++)
        {
            var row = rows[i];
            records[i] = new EventRecord
            {
                Position = row.Position,
                Id = row.Id,
                Topic = row.Topic,
                Key = row.EventKey,
                Body = row.Body,
                Headers = EventJson.ReadHeaders(row.Headers),
                Created = row.Created,
            };
        }

        return records;
    }

    /// <summary>Makes the row of the topic's last position, where there is none.</summary>
    public async ValueTask EnsureAsync(CancellationToken cancellationToken)
    {
        if (await session.ScalarAsync<long?>($"select position from dataaccess_stream_end where topic = {topic}", cancellationToken).ConfigureAwait(false) is not null)
        {
            return;
        }

        try
        {
            await session.ExecuteAsync($"insert into dataaccess_stream_end (topic, position) values ({topic}, {0L})", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (session.Provider.ViolatedConstraint(exception) is not null)
        {
            // Another program has just inserted it.
        }
    }
}
