using DataAccess.Events.Handling;
using DataAccess.Events.Reading;
using DataAccess.Events.Telemetry;
using DataAccess.Threading;

namespace DataAccess.Events.Running;

/// <summary>Deletes the deliveries that were handled: while one delete is under way the next ones gather.</summary>
/// <param name="context">The subscription.</param>
/// <param name="store">Where they are deleted.</param>
/// <param name="done">Called with those that were deleted.</param>
/// <param name="abort">Ends the attempts; what was not deleted is handled again.</param>
internal sealed class Acknowledger(HandlerContext context, DeliveryStore store, Action<IReadOnlyList<Delivery>> done, CancellationToken abort)
{
    private const int AtMost = 1_000;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private List<Delivery> _handled = [];
    private Task _running = Task.CompletedTask;

    /// <summary>Completes when all that was added is deleted, or given up.</summary>
    public Task Idle
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    public void Add(Delivery delivery)
    {
        lock (_gate)
        {
            _handled.Add(delivery);
            if (_handled.Count == 1 && _running.IsCompleted)
            {
                _running = Detached.RunAsync(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        while (Take() is { Count: > 0 } handled)
        {
            foreach (var some in handled.Chunk(AtMost))
            {
                await DeleteAsync(some).ConfigureAwait(false);
                done(some);
            }
        }
    }

    private List<Delivery> Take()
    {
        lock (_gate)
        {
            var taken = _handled;
            _handled = [];
            if (taken.Count == 0)
            {
                // What is added from now on starts anew.
                _running = Task.CompletedTask;
            }

            return taken;
        }
    }

    private async ValueTask DeleteAsync(Delivery[] handled)
    {
        long[] ids = [.. handled.Select(static d => d.Id)];
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await store.DeleteAsync(ids, CancellationToken.None).ConfigureAwait(false);
                return;
            }
            catch (Exception exception)
            {
                EventLog.NotRecorded(context.Database.Context.Logger, ids[0], context.Subscription.Name, exception.GetType().Name);
                if (abort.IsCancellationRequested)
                {
                    return;
                }

                await Task.Delay(pause, context.Database.Context.Time, abort).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
