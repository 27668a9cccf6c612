using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace DataAccess.Events.Streaming;

/// <summary>The tails of a database's topics: each runs from its first reader's beginning to its last one's end.</summary>
[SuppressMessage("Design", "CA1001", Justification = "It lives as long as the database, and the semaphore has no handle.")]
internal sealed class StreamTails(Database database)
{
    private static readonly ConditionalWeakTable<Database, StreamTails> All = [];

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, (StreamTail Tail, int Readers)> _tails = new(StringComparer.Ordinal);

    public static StreamTails Of(Database database) => All.GetValue(database, static d => new StreamTails(d));

    public async ValueTask<StreamTail> EnterAsync(string topic, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_tails.TryGetValue(topic, out var known))
            {
                _tails[topic] = known with { Readers = known.Readers + 1 };
                return known.Tail;
            }

            var tail = new StreamTail(database, topic);
            try
            {
                await tail.StartAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                await tail.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            _tails.Add(topic, (tail, 1));
            return tail;
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask LeaveAsync(string topic)
    {
        await _gate.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            var (tail, readers) = _tails[topic];
            _tails[topic] = (tail, readers - 1);
            if (readers == 1)
            {
                _tails.Remove(topic);
                await tail.DisposeAsync().ConfigureAwait(false);
            }
        }
        finally
        {
            _gate.Release();
        }
    }
}
