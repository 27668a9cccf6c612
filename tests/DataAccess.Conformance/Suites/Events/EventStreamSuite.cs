using System.Collections.Concurrent;
using DataAccess.Events;
using DataAccess.Events.Retaining;
using Xunit;
using static System.FormattableString;

namespace DataAccess.Conformance;

/// <summary>A reader of a topic misses nothing and gets nothing twice.</summary>
public abstract class EventStreamSuite(TestEngine engine) : EventSuite(engine)
{
    [Fact]
    public async Task Readers_of_two_programs_get_every_committed_event_once_whatever_the_order_of_commits()
    {
        await using var other = Reopen();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (one, two) = (new ConcurrentQueue<StreamedEvent<OrderPaid>>(), new ConcurrentQueue<StreamedEvent<OrderPaid>>());
        var readers = new[] { CollectAsync(Db, one, new() { After = 0 }, stop.Token), CollectAsync(other, two, new() { After = 0 }, stop.Token) };
        var committed = new ConcurrentQueue<int>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(p => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                var number = (p * 1_000) + i;
                try
                {
                    await Db.InTransactionAsync(
                        async (tx, ct) =>
                        {
                            await tx.PublishAsync(new OrderPaid(number, 1m), key: Invariant($"{number % 5}"), cancellationToken: ct);
                            await Task.Delay(number % 7, ct);
                            if (number % 10 == 3)
                            {
                                throw new TimeZoneNotFoundException();
                            }
                        },
                        Token);
                    committed.Enqueue(number);
                }
                catch (TimeZoneNotFoundException)
                {
                    // It is rolled back.
                }
            }
        })));
        await WaitForAsync(one, committed.Count);
        await WaitForAsync(two, committed.Count);
        await StopAsync(stop, readers);
        Assert.Equal(committed.Order(), one.Select(static e => e.Body.Order).Order());
        Assert.Equal(Enumerable.Range(1, committed.Count).Select(static p => (long)p), one.Select(static e => e.Position));
        Assert.Equal(one.Select(static e => (e.Position, e.Id)), two.Select(static e => (e.Position, e.Id)));
    }

    [Fact]
    public async Task Reader_from_now_skips_what_was_there_and_one_from_the_beginning_gets_it()
    {
        await Db.PublishManyAsync(Enumerable.Range(0, 5).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m))), Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var (now, all) = (new ConcurrentQueue<StreamedEvent<OrderPaid>>(), new ConcurrentQueue<StreamedEvent<OrderPaid>>());
        var probe = Db.ReadEventsAsync<OrderPaid>(cancellationToken: stop.Token).GetAsyncEnumerator(stop.Token);
        var first = probe.MoveNextAsync().AsTask();
        var readers = new[] { CollectAsync(Db, all, new() { From = StartAt.Beginning }, stop.Token) };
        await WaitForAsync(all, 5);
        await Db.PublishAsync(new OrderPaid(5, 1m), cancellationToken: Token);
        Assert.True(await first.WaitAsync(Patience, Token));
        Assert.Equal((5, 6L), (probe.Current.Body.Order, probe.Current.Position));
        await probe.DisposeAsync();
        await WaitForAsync(all, 6);
        await StopAsync(stop, readers);
        Assert.Equal(Enumerable.Range(0, 6), all.Select(static e => e.Body.Order));
        Assert.Empty(now);
    }

    [Fact]
    public async Task Reader_goes_on_behind_each_position_and_reads_what_the_tail_no_longer_keeps()
    {
        await Db.PublishManyAsync(Enumerable.Range(1, 3_000).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m))), Token);
        Assert.Equal(Enumerable.Range(1, 3_000), await TakeAsync(0, 3_000));
        foreach (var after in new[] { 1, 499, 500, 501, 999, 2_999 })
        {
            Assert.Equal(Enumerable.Range(after + 1, Math.Min(3, 3_000 - after)), await TakeAsync(after, Math.Min(3, 3_000 - after)));
        }

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => TakeAsync(3_001, 1));
    }

    [Fact]
    public async Task Reader_behind_what_is_kept_is_told_so_and_positions_go_on()
    {
        await Db.PublishManyAsync(Enumerable.Range(1, 10).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m))), Token);
        await TakeAsync(0, 10);
        Assert.Equal(10, await new Retention(Db, TimeSpan.Zero).RemoveAsync(Token));
        Assert.Equal(0, await CountAsync("dataaccess_stream"));
        Assert.Null((await Assert.ThrowsAsync<EventsRemovedException>(() => TakeAsync(4, 1))).Next);
        await Db.PublishAsync(new OrderPaid(11, 1m), cancellationToken: Token);
        Assert.Equal([11], await TakeAsync(10, 1));
        Assert.Equal(11, (await Assert.ThrowsAsync<EventsRemovedException>(() => TakeAsync(4, 1))).Next);
    }

    private static async Task StopAsync(CancellationTokenSource stop, Task[] readers)
    {
        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    private static async Task CollectAsync(Database database, ConcurrentQueue<StreamedEvent<OrderPaid>> seen, ReadEventsOptions options, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var e in database.ReadEventsAsync<OrderPaid>(options, cancellationToken))
            {
                seen.Enqueue(e);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }

    private async Task<List<int>> TakeAsync(long after, int count)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(Patience);
        var orders = new List<int>();
        await foreach (var e in Db.ReadEventsAsync<OrderPaid>(new() { After = after }, limit.Token))
        {
            orders.Add(e.Body.Order);
            if (orders.Count == count)
            {
                break;
            }
        }

        return orders;
    }
}
