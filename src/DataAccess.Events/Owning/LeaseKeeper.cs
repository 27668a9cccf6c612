using System.Collections.Concurrent;
using DataAccess.Events.Telemetry;
using DataAccess.Events.Waking;
using DataAccess.Threading;

namespace DataAccess.Events.Owning;

/// <summary>
/// Keeps this program's share of the parts of its subscriptions. The leases only say who should handle what; that two programs never both commit the effects of an event
/// is seen to by the delete of its delivery.
/// </summary>
internal sealed class LeaseKeeper(DatabaseSession session, Guid me, IReadOnlyList<IPartOwner> owners, TimeSpan lease)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private readonly LeaseStore _store = new(session, me);
    private readonly PauseStore _pauses = new(session);
    private readonly int[] _ids = [.. owners.Select(static o => o.Subscription.Id)];
    private readonly ConcurrentDictionary<(int Subscription, int Part), bool> _quitting = new();
    private readonly HashSet<(int Subscription, int Part)> _orphans = [];
    private readonly Signal _wake = new();
    private long _renewed;

    private TimeProvider Time => session.Context.Time;

    /// <summary>Looks at once whether there is something to take.</summary>
    public void Hurry() => _wake.Set();

    public async Task RunAsync(CancellationToken stopping)
    {
        _renewed = Time.GetTimestamp();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var before = Time.GetTimestamp();
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
                var left = lease - Time.GetElapsedTime(_renewed);
                limit.CancelAfter(left < lease / 3 && left > Shortest ? left : lease / 3);
                var again = await RoundAsync(before, limit.Token).ConfigureAwait(false);
                await _wake.WaitAsync(again ? TimeSpan.Zero : Jittered(Interval), Time, stopping).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                EventLog.LeasesNotRenewed(session.Context.Logger, session.Provider.Endpoint, exception.GetType().Name, exception.Message);
                LoseAllIfOver();
                await Task.Delay(Interval / 4, Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Gives everything up, so that others can go on at once.</summary>
    public async ValueTask LeaveAsync(CancellationToken cancellationToken) => await _store.LeaveAsync(_ids, cancellationToken).ConfigureAwait(false);

    private TimeSpan Interval => lease / 3 < Longest ? lease / 3 : Longest;

    /// <summary>Renews, and compares what is stored with what the owners have. True if parts were taken, whose owners are to be told.</summary>
    private async ValueTask<bool> RoundAsync(long before, CancellationToken cancellationToken)
    {
        await _store.RenewAsync(_ids, lease, cancellationToken).ConfigureAwait(false);
        var parts = await _store.PartsAsync(_ids, cancellationToken).ConfigureAwait(false);
        _renewed = before;
        var members = await _store.MembersAsync(_ids, cancellationToken).ConfigureAwait(false);
        var paused = await _pauses.PausedAsync(_ids, cancellationToken).ConfigureAwait(false);
        var took = false;
        foreach (var owner in owners)
        {
            owner.IsPaused = paused.Contains(owner.Subscription.Id);
            var states = parts.Where(p => p.Subscription == owner.Subscription.Id).ToArray();
            Tell(owner, states);
            took |= await BalanceAsync(owner, states, members.GetValueOrDefault(owner.Subscription.Id, 1), cancellationToken).ConfigureAwait(false);
        }

        return took;
    }

    /// <summary>Tells an owner which parts it has lost or has now.</summary>
    private void Tell(IPartOwner owner, PartState[] states)
    {
        var mine = states.Where(p => p.IsLive && p.Owner == me).Select(static p => p.Part).ToHashSet();
        var lost = owner.Parts.Where(part => !mine.Contains(part)).ToArray();
        if (lost.Length > 0)
        {
            EventLog.LeasesLost(session.Context.Logger, lost.Length, owner.Subscription.Name);
            EventMetrics.LeasesLost.Add(lost.Length, new KeyValuePair<string, object?>("dataaccess.events.subscription", owner.Subscription.Name));
            owner.Lose(lost);
        }

        var gained = mine.Where(part => !owner.Parts.Contains(part) && !_quitting.ContainsKey((owner.Subscription.Id, part))).ToArray();
        if (gained.Length > 0)
        {
            owner.Gain(gained, [.. gained.Where(part => _orphans.Remove((owner.Subscription.Id, part)))]);
            EventLog.PartsChanged(session.Context.Logger, owner.Subscription.Name, owner.Parts.Count, owner.Subscription.Partitions);
        }
    }

    private async ValueTask<bool> BalanceAsync(IPartOwner owner, PartState[] states, int members, CancellationToken cancellationToken)
    {
        var subscription = owner.Subscription.Id;
        var (take, giveUp) = PartitionShare.Decide(states, members, me);
        foreach (var part in states.Where(p => take.Contains(p.Part) && p.Owner is not null && p.Owner != me))
        {
            _orphans.Add((subscription, part.Part));
        }

        if (take.Length > 0)
        {
            await _store.TakeAsync(subscription, take, lease, cancellationToken).ConfigureAwait(false);
        }

        var quit = giveUp.Where(part => _quitting.TryAdd((subscription, part), true)).ToArray();
        if (quit.Length > 0)
        {
            _ = Detached.RunAsync(() => QuitAsync(owner, quit));
        }

        return take.Length > 0;
    }

    /// <summary>Gives parts up when what is handled of them has ended.</summary>
    private async Task QuitAsync(IPartOwner owner, int[] parts)
    {
        try
        {
            await owner.QuitAsync(parts).ConfigureAwait(false);
            await _store.GiveUpAsync(owner.Subscription.Id, parts, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            // The leases run out then, unless the next round takes the parts back.
            EventLog.LeasesNotRenewed(session.Context.Logger, session.Provider.Endpoint, exception.GetType().Name, exception.Message);
        }
        finally
        {
            foreach (var part in parts)
            {
                _quitting.TryRemove((owner.Subscription.Id, part), out _);
            }
        }
    }

    private void LoseAllIfOver()
    {
        if (Time.GetElapsedTime(_renewed) < lease)
        {
            return;
        }

        foreach (var owner in owners.Where(static o => o.Parts.Count > 0))
        {
            EventLog.LeasesLost(session.Context.Logger, owner.Parts.Count, owner.Subscription.Name);
            owner.Lose([.. owner.Parts]);
        }
    }

    // Programs that were started together do not all look at once. Never longer: people who pause a subscription are told how soon that is noticed.
    private static TimeSpan Jittered(TimeSpan time) => time * (0.5 + (Random.Shared.NextDouble() / 2));
}
