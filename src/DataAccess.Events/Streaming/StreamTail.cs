using System.IO.Hashing;
using System.Runtime.InteropServices;
using DataAccess.Events.Messages;
using DataAccess.Events.Running;
using DataAccess.Events.Telemetry;
using DataAccess.Events.Waking;
using DataAccess.Threading;

namespace DataAccess.Events.Streaming;

/// <summary>
/// The last events of a topic, which all its readers in this program share. It looks for new ones, and takes part in giving them their positions, while there are readers. It keeps a
/// bounded number: a reader that is further behind reads on its own.
/// </summary>
internal sealed class StreamTail(Database database, string topic) : IAsyncDisposable
{
    private const int Kept = 2_000;

    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    private readonly StreamStore _store = new(database, topic);
    private readonly EventHub _hub = EventHub.Of(database);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Signal _wake = new();
    private readonly Lock _gate = new();
    private readonly List<EventRecord> _records = [];
    private TaskCompletionSource _changed = New();
    private EventProcessor? _processor;
    private Task _loop = Task.CompletedTask;
    private long _end;

    /// <summary>Creates what is missing in the database, and begins.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _hub.EnsureTablesAsync(database, cancellationToken).ConfigureAwait(false);
        await _store.EnsureAsync(cancellationToken).ConfigureAwait(false);
        _end = await _store.EndAsync(cancellationToken).ConfigureAwait(false);
        var options = new SubscriptionOptions
        {
            Partitions = 1,
            Concurrency = 1,
            MaxBatch = 500,
            MaxAttempts = 1_000,
            LongestPause = TimeSpan.FromSeconds(1),
            StartAt = StartAt.Beginning,
        }.Validated(NameOf(topic));
        _processor = new EventProcessor(database, new SubscriptionPlan(NameOf(topic), topic, options, new PositionHandler(_wake.Set)));
        await _processor.StartAsync(cancellationToken).ConfigureAwait(false);
        _loop = Detached.RunAsync(LookAsync);
    }

    /// <summary>What is kept behind a position.</summary>
    /// <param name="after">The position.</param>
    /// <param name="records">The events, none if there are no newer ones.</param>
    /// <param name="changed">Completes when there is more, and fails when the database was closed.</param>
    /// <returns>False if the next one is not kept any more.</returns>
    public bool TryRead(long after, out IReadOnlyList<EventRecord> records, out Task changed)
    {
        lock (_gate)
        {
            changed = _changed.Task;
            records = [];
            if (after >= _end)
            {
                return true;
            }

            var index = _records.FindIndex(r => r.Position == after + 1);
            if (index < 0)
            {
                return false;
            }

            records = _records.GetRange(index, _records.Count - index);
            return true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_processor is not null)
        {
            await _processor.DisposeAsync().ConfigureAwait(false);
        }

        _stopping.Dispose();
    }

    private async Task LookAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var records = await _store.ReadAsync(_end, _stopping.Token).ConfigureAwait(false);
                if (records.Count > 0)
                {
                    Add(records);
                    continue;
                }

                await _wake.WaitAsync(_hub.Options.PollInterval, database.Context.Time, _stopping.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (ObjectDisposedException exception)
            {
                _changed.TrySetException(exception);
                return;
            }
            catch (Exception exception)
            {
                EventLog.NotPolled(database.Context.Logger, database.Provider.Endpoint, exception.GetType().Name, exception.Message);
                await Task.Delay(FailurePause, database.Context.Time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Add(IReadOnlyList<EventRecord> records)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            _records.AddRange(records);
            _records.RemoveRange(0, Math.Max(0, _records.Count - Kept));
            _end = records[^1].Position;
            (changed, _changed) = (_changed, New());
        }

        changed.SetResult();
    }

    // A topic may be as long as a name of a subscription.
    private static string NameOf(string topic)
    {
        var name = "dataaccess_stream:" + topic;
        return name.Length <= TopicName.MaxLength ? name : "dataaccess_stream#" + Convert.ToHexString(XxHash128.Hash(MemoryMarshal.AsBytes(topic.AsSpan())));
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
