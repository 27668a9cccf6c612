using DataAccess.Events.Handling;
using DataAccess.Events.Operating;
using DataAccess.Events.Owning;
using DataAccess.Events.Retaining;
using DataAccess.Events.Running;
using DataAccess.Events.Scheduling;
using DataAccess.Events.Subscribing;
using DataAccess.Events.Waking;
using DataAccess.Threading;

namespace DataAccess.Events;

/// <summary>Handles the events of a program's subscriptions, from <see cref="StartAsync"/> to <see cref="StopAsync"/>. Programs that run the same subscriptions share their events.</summary>
public sealed class EventProcessor : IAsyncDisposable
{
    private readonly Database _database;
    private readonly IReadOnlyList<SubscriptionPlan> _plans;
    private readonly IReadOnlyList<Schedule> _schedules;
    private readonly EventHub _hub;
    private readonly Guid _me = Guid.NewGuid();
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly SemaphoreSlim _once = new(1, 1);
    private SubscriptionRunner[] _runners = [];
    private LeaseKeeper? _keeper;
    private Poller? _poller;
    private Task[] _loops = [];
    private bool _isStarted;
    private bool _isStopped;

    internal EventProcessor(Database database, EventsBuilder builder)
    {
        _database = database;
        _plans = [.. builder.Subscriptions];
        _schedules = [.. builder.Schedules];
        _hub = EventHub.Of(database);
        _hub.Use(builder.Options);
    }

    /// <summary>Handles one subscription of the library itself, with the options that the program has set.</summary>
    internal EventProcessor(Database database, SubscriptionPlan plan)
    {
        _database = database;
        _plans = [plan];
        _schedules = [];
        _hub = EventHub.Of(database);
    }

    /// <summary>Creates the tables and the subscriptions where they are not there, and begins to handle events.</summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <exception cref="InvalidOperationException">It was started already; or a subscription is there with another topic.</exception>
    /// <exception cref="DatabaseUnavailableException">The database cannot be reached.</exception>
    public async Task StartAsync(CancellationToken cancellationToken = default)
    {
        await _once.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_isStarted || _isStopped)
            {
                throw new InvalidOperationException("The processor was started already. Create one for each start.");
            }

            await _hub.EnsureTablesAsync(_database, cancellationToken).ConfigureAwait(false);

            var slots = new Slots(_hub.Options.Concurrency);
            var runners = new List<SubscriptionRunner>();
            foreach (var plan in _plans)
            {
                var subscription = await SubscriptionStore.EnsureAsync(_database, plan.Name, plan.Topic, plan.Options, cancellationToken).ConfigureAwait(false);
                runners.Add(new SubscriptionRunner(new HandlerContext(_database, subscription, plan.Options, _hub.Options, _hub.Json, pause => _poller?.Expect(pause), _me, () => _keeper?.Hurry()), plan.Handler, slots, _abort.Token));
            }

            _runners = [.. runners];
            Begin();
            _isStarted = true;
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>
    /// Begins nothing more, waits for handlers (<see cref="EventOptions.DrainTimeout"/>), then cancels them, and gives the subscriptions to the other programs. Events that were not handled
    /// are handled by them, or after the next start.
    /// </summary>
    /// <param name="cancellationToken">Shortens the wait for handlers.</param>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _once.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (_isStopped || !_isStarted)
            {
                _isStopped = true;
                return;
            }

            _isStopped = true;
            await EndAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _once.Release();
        }
    }

    /// <summary>As <see cref="StopAsync"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _once.Dispose();
    }

    private void Begin()
    {
        _hub.Add(OnPublished);
        List<Task> loops = [Detached.RunAsync(() => new Retention(_database, _hub.Options.Retain).RunAsync(_stopping.Token)), Detached.RunAsync(() => new ScheduleRunner(_database, _schedules).RunAsync(_stopping.Token))];
        if (_runners.Length > 0)
        {
            _keeper = new LeaseKeeper(_database, _me, _runners, _hub.Options.Lease);
            _poller = new Poller(_database, _me, Wake);
            loops.Add(Detached.RunAsync(() => _keeper.RunAsync(_stopping.Token)));
            loops.Add(Detached.RunAsync(() => new EventSampler(_database, _runners).RunAsync(_stopping.Token)));
            loops.Add(Detached.RunAsync(() => _poller.RunAsync(_stopping.Token)));
            loops.Add(Detached.RunAsync(() => new ArrivalWatch(_database, _hub, _poller.Hurry).RunAsync(_stopping.Token)));
            loops.AddRange(_runners.Select(runner => Detached.RunAsync(() => runner.RunAsync(_stopping.Token))));
        }

        _loops = [.. loops];
    }

    private async Task EndAsync(CancellationToken cancellationToken)
    {
        _hub.Remove(OnPublished);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var drained = Task.WhenAll(_runners.Select(static runner => runner.DrainAsync()));
        await WaitAsync(drained, _hub.Options.DrainTimeout, cancellationToken).ConfigureAwait(false);
        if (!drained.IsCompleted)
        {
            await _abort.CancelAsync().ConfigureAwait(false);
            await WaitAsync(drained, _hub.Options.HandlerGrace + TimeSpan.FromSeconds(1), CancellationToken.None).ConfigureAwait(false);
        }

        if (_keeper is not null)
        {
            try
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _database.Context.Time);
                await _keeper.LeaveAsync(limit.Token).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The leases run out.
                Telemetry.EventLog.LeasesNotRenewed(_database.Context.Logger, _database.Provider.Endpoint, exception.GetType().Name, exception.Message);
            }
        }
    }

    private async Task WaitAsync(Task task, TimeSpan atMost, CancellationToken cancellationToken)
        => await task.WaitAsync(atMost, _database.Context.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void OnPublished(string topic)
    {
        if (topic.Length == 0)
        {
            _poller?.Hurry();
        }

        foreach (var runner in _runners)
        {
            if (string.Equals(runner.Subscription.Topic, topic, StringComparison.Ordinal))
            {
                runner.Wake();
            }
        }
    }

    private void Wake(int subscription, bool waited)
    {
        var runner = Array.Find(_runners, r => r.Subscription.Id == subscription);
        if (waited)
        {
            runner?.WakeAfterWait();
        }
        else
        {
            runner?.Wake();
        }
    }
}
