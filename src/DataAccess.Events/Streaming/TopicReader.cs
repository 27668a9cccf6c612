using System.Runtime.CompilerServices;
using DataAccess.Events.Waking;

namespace DataAccess.Events.Streaming;

/// <summary>Reads the stream of a topic: what the tail keeps from there, and what is older from the database.</summary>
internal static class TopicReader
{
    public static async IAsyncEnumerable<EventRecord> ReadAsync(Database database, string topic, ReadEventsOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Before anything else: events that are published from now on have greater numbers.
        await EventHub.Of(database).EnsureTablesAsync(database, cancellationToken).ConfigureAwait(false);

        var store = new StreamStore(database, topic);
        var isNow = options.After is null && options.From == StartAt.Now;
        var before = isNow ? await store.LastEventAsync(cancellationToken).ConfigureAwait(false) : 0;
        var end = await store.EndAsync(cancellationToken).ConfigureAwait(false);
        if (options.After > end)
        {
            throw new ArgumentOutOfRangeException(nameof(options), Invariant($"The stream of the topic '{topic}' ends at the position {end}; After is {options.After}. Is it a position of another topic or database?"));
        }

        // What was removed before does not count as missing for a reader that takes what there is.
        var mayMiss = options.After is null && !isNow ? end : 0;
        var last = options.After ?? (isNow ? end : 0);
        var tails = StreamTails.Of(database);
        var tail = await tails.EnterAsync(topic, cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!tail.TryRead(last, out var records, out var changed))
                {
                    records = await store.ReadAsync(last, cancellationToken).ConfigureAwait(false);
                    if (records.Count == 0 && await store.EndAsync(cancellationToken).ConfigureAwait(false) is var given && given > last)
                    {
                        // Between the two reads there may have been some more.
                        records = await store.ReadAsync(last, cancellationToken).ConfigureAwait(false);
                        if (records.Count == 0 && last >= mayMiss)
                        {
                            throw new EventsRemovedException(topic, last, next: null);
                        }

                        last = records.Count == 0 ? Math.Min(given, mayMiss) : last;
                    }
                }
                else if (records.Count == 0)
                {
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                foreach (var record in records)
                {
                    if (record.Position != last + 1 && last >= mayMiss)
                    {
                        throw new EventsRemovedException(topic, last, record.Position);
                    }

                    last = record.Position;
                    if (record.Id > before)
                    {
                        yield return record;
                    }
                }
            }
        }
        finally
        {
            await tails.LeaveAsync(topic).ConfigureAwait(false);
        }
    }

    public static async IAsyncEnumerable<StreamedEvent<T>> ReadAsync<T>(EventHub hub, IAsyncEnumerable<EventRecord> records, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return new StreamedEvent<T>
            {
                Position = record.Position,
                Id = record.Id,
                Topic = record.Topic,
                Key = record.Key,
                Body = hub.Json.Read<T>(record.Body),
                Created = record.Created,
                Headers = record.Headers,
            };
        }
    }
}
