using DataAccess.Events.Storage;
using DataAccess.Events.Telemetry;

namespace DataAccess.Events.Retaining;

/// <summary>Removes events that all subscriptions have handled, in slices, some time later.</summary>
internal sealed class Retention(DatabaseSession session, TimeSpan retain)
{
    private const int Slice = 1_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(CancellationToken stopping)
    {
        // Programs that were started together do not do it together.
        var pause = Pause * Random.Shared.NextDouble() / 10;
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(pause, session.Context.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = Pause;
            try
            {
                var removed = await RemoveAsync(stopping).ConfigureAwait(false);
                if (removed > 0)
                {
                    EventLog.Removed(session.Context.Logger, removed, session.Provider.Endpoint);
                }
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                EventLog.NotRemoved(session.Context.Logger, session.Provider.Endpoint, exception.GetType().Name, exception.Message);
            }
        }
    }

    /// <summary>Removes all that may be removed now; gives how many.</summary>
    public async ValueTask<long> RemoveAsync(CancellationToken cancellationToken)
    {
        var sql = EventSql.Of(session);
        var (removed, after) = (0L, 0L);
        while (true)
        {
            // The time for which an event is kept counts from when it is due.
            var old = await session.QueryAsync<(long Id, bool IsDone)>(
                $"""
                select e.id, case when exists (select 1 from dataaccess_delivery d join dataaccess_subscription s on s.id = d.subscription where d.id = e.id and s.topic = e.topic) then false else true end
                from dataaccess_event e where e.id > {after} and e.created <= {sql.After(-retain)} and (e.due is null or e.due <= {sql.After(-retain)}) order by e.id limit {Slice}
                """,
                cancellationToken).ConfigureAwait(false);
            long[] done = [.. old.Where(static e => e.IsDone).Select(static e => e.Id)];
            if (done.Length > 0)
            {
                removed += await RemoveAsync(done, cancellationToken).ConfigureAwait(false);
            }

            if (old.Count < Slice)
            {
                return removed;
            }

            after = old[^1].Id;
            await Task.Delay(Between, session.Context.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Removes events, with their positions in the stream of their topic.</summary>
    private async ValueTask<long> RemoveAsync(long[] done, CancellationToken cancellationToken)
    {
        var removed = 0L;
        await session.InTransactionAsync(
            async (tx, ct) =>
            {
                removed = await tx.ExecuteAsync(
                    $"delete from dataaccess_event where id in {done} and not exists (select 1 from dataaccess_delivery d join dataaccess_subscription s on s.id = d.subscription where d.id = dataaccess_event.id and s.topic = dataaccess_event.topic)", ct).ConfigureAwait(false);
                await tx.ExecuteAsync(
                    $"delete from dataaccess_stream where event_id in {done} and not exists (select 1 from dataaccess_event e where e.id = dataaccess_stream.event_id)", ct).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        return removed;
    }
}
