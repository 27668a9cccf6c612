using System.Collections.Concurrent;
using DataAccess.Events;
using Xunit;
using static System.FormattableString;

namespace DataAccess.Conformance;

/// <summary>Order, retries, dead letters, limits.</summary>
public abstract class EventHandlingSuite(TestEngine engine) : EventSuite(engine)
{
    private static readonly TimeSpan Instantly = TimeSpan.FromMilliseconds(1);

    protected override async ValueTask SetUpAsync()
    {
        await base.SetUpAsync();
        await RunAsync($"create table effect (event {TypeOf<long>()} not null, place {TypeOf<int>()} not null)");
    }

    [Fact]
    public async Task Effects_of_a_transaction_and_the_acknowledgement_are_one_commit()
    {
        var failures = 0;
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            "ledger",
            async (e, tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into effect (event, place) values ({e.Id}, {e.Body.Order})", ct);
                if (e.Attempt < 3 && e.Body.Order % 3 == 0)
                {
                    Interlocked.Increment(ref failures);
                    throw new TimeZoneNotFoundException();
                }
            },
            new() { FirstPause = Instantly }));
        await Db.PublishManyAsync(Enumerable.Range(0, 30).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: Invariant($"{i % 4}"))), Token);
        await UntilHandledAsync();
        Assert.Equal(20, failures);
        Assert.Equal(Enumerable.Range(0, 30), (await Db.QueryAsync<int>($"select place from effect", Token)).Order());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_of_a_key_are_handled_in_order_also_when_one_is_retried(bool inTransaction)
    {
        var seen = new ConcurrentQueue<(string Key, int Order)>();
        ConcurrentDictionary<string, int> running = new(StringComparer.Ordinal);
        var overlaps = 0;
        async ValueTask HandleAsync(EventMessage<OrderPaid> e, CancellationToken ct)
        {
            if (running.AddOrUpdate(e.Key!, 1, static (_, n) => n + 1) > 1)
            {
                Interlocked.Increment(ref overlaps);
            }

            await Task.Delay(e.Body.Order % 3, ct);
            running.AddOrUpdate(e.Key!, 0, static (_, n) => n - 1);
            if (e.Body.Order % 10 == 4 && e.Attempt == 1)
            {
                throw new TimeZoneNotFoundException();
            }

            seen.Enqueue((e.Key!, e.Body.Order));
        }

        await using var processor = await StartAsync(events =>
        {
            var options = new SubscriptionOptions { FirstPause = TimeSpan.FromMilliseconds(30), Partitions = 3 };
            _ = inTransaction
                ? events.On<OrderPaid>("s", async (e, _, ct) => await HandleAsync(e, ct), options)
                : events.On<OrderPaid>("s", HandleAsync, options);
        });
        for (var i = 0; i < 200; i++)
        {
            await Db.PublishAsync(new OrderPaid(i, 1m), key: Invariant($"{i % 6}"), cancellationToken: Token);
        }

        await UntilHandledAsync();
        Assert.Equal(200, seen.Count);
        Assert.Equal(0, overlaps);
        foreach (var key in seen.GroupBy(static s => s.Key, StringComparer.Ordinal))
        {
            Assert.Equal(key.Order().Select(static s => s.Order), key.Select(static s => s.Order));
        }
    }

    [Fact]
    public async Task Key_with_a_long_backlog_that_waits_does_not_hold_up_the_others()
    {
        var seen = new ConcurrentQueue<string>();
        var fails = true;
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            "s",
            (e, _) =>
            {
                if (e.Key == "hot" && Volatile.Read(ref fails))
                {
                    throw new TimeZoneNotFoundException();
                }

                seen.Enqueue(e.Key!);
                return default;
            },
            new() { FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromMilliseconds(200), MaxAttempts = 1_000, Partitions = 1, Concurrency = 2 }));
        await Db.PublishManyAsync(Enumerable.Range(0, 2_000).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: "hot")), Token);
        await Db.PublishManyAsync(Enumerable.Range(0, 50).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: Invariant($"k{i}"))), Token);
        await WaitForAsync(seen, 50);
        Assert.DoesNotContain("hot", seen, StringComparer.Ordinal);
        Volatile.Write(ref fails, false);
        await UntilHandledAsync();
        Assert.Equal(2_050, seen.Count);
    }

    [Fact]
    public async Task Event_that_fails_for_the_last_time_is_a_dead_letter_and_its_key_goes_on()
    {
        var seen = new ConcurrentQueue<(int Order, int Attempt)>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            "s",
            (e, _) =>
            {
                seen.Enqueue((e.Body.Order, e.Attempt));
                return e.Body.Order == 1 ? throw new TimeZoneNotFoundException("no \0 such \ud800 zone") : default;
            },
            new() { FirstPause = Instantly, MaxAttempts = 3 }));
        await Db.PublishManyAsync(Enumerable.Range(0, 4).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: "k")), Token);
        await UntilHandledAsync(but: 3);
        Assert.Equal([(0, 1), (1, 1), (1, 2), (1, 3), (2, 1), (3, 1)], seen);
        var (state, attempt, error) = await Db.QuerySingleAsync<(int State, int Attempt, string Error)>($"select state, attempt, error from dataaccess_delivery", Token);
        Assert.Equal((3, 3), (state, attempt));
        Assert.StartsWith("TimeZoneNotFoundException: no", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_StopKey_the_later_events_of_a_dead_letters_key_wait()
    {
        var seen = new ConcurrentQueue<(string? Key, int Order)>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            "s",
            (e, _) =>
            {
                seen.Enqueue((e.Key, e.Body.Order));
                return e is { Key: "k", Body.Order: 1 } ? throw new TimeZoneNotFoundException() : default;
            },
            new() { FirstPause = Instantly, MaxAttempts = 2, AfterDead = AfterDead.StopKey, Partitions = 1 }));
        await Db.PublishManyAsync(Enumerable.Range(0, 8).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i / 2, 1m), Key: i % 2 == 0 ? "k" : "other")), Token);
        await UntilHandledAsync(but: [3, 4]);
        await Db.PublishAsync(new OrderPaid(9, 1m), key: "k", cancellationToken: Token);
        await UntilHandledAsync(but: [3, 4]);
        Assert.Equal([("k", 0), ("k", 1), ("k", 1)], seen.Where(static s => s.Key == "k"));
        Assert.Equal([0, 1, 2, 3], seen.Where(static s => s.Key == "other").Select(static s => s.Order));
        Assert.Equal([3, 4, 4, 4], await Db.QueryAsync<int>($"select state from dataaccess_delivery order by id", Token));
    }

    [Fact]
    public async Task Body_that_cannot_be_read_is_a_failure_of_its_event_only()
    {
        var seen = new ConcurrentQueue<int>();
        await using var processor = await StartAsync(events => events
            .On<OrderPaid>("s", (e, _) => Collect(seen, e.Body.Order), new() { FirstPause = Instantly, MaxAttempts = 2 })
            .OnBatch<OrderPaid>(
                "b",
                (batch, _, _) =>
                {
                    foreach (var e in batch)
                    {
                        seen.Enqueue(e.Body.Order);
                    }

                    return default;
                },
                new() { FirstPause = Instantly, MaxAttempts = 2 }));
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.PublishAsync(new OrderPaid(1, 1m), cancellationToken: ct);
                await tx.PublishAsync("no order", options: new() { Topic = "order_paid" }, cancellationToken: ct);
                await tx.PublishAsync(new OrderPaid(2, 1m), cancellationToken: ct);
            },
            Token);
        await UntilHandledAsync(but: 3);
        Assert.Equal([1, 1, 2, 2], seen.Order());
        Assert.Equal(2, await CountAsync("dataaccess_delivery"));
    }

    [Fact]
    public async Task Batch_that_fails_is_handled_in_halves_until_the_event_that_fails_is_alone()
    {
        var batches = new ConcurrentQueue<int>();
        await using (var processor = await StartAsync(events => Configure(events)))
        {
            await processor.StopAsync(Token);
        }

        await Db.PublishManyAsync(Enumerable.Range(0, 64).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: Invariant($"{i % 8}"))), Token);
        await using var second = await StartAsync(events => Configure(events));
        await UntilHandledAsync(but: 3);
        Assert.Equal(Enumerable.Range(0, 64).Where(static i => i is not 5 and not 13), (await Db.QueryAsync<int>($"select place from effect", Token)).Order());
        Assert.Equal(2, await CountAsync("dataaccess_delivery"));
        Assert.Contains(batches, static size => size > 8);
        foreach (var key in (await Db.QueryAsync<(long Event, int Place)>($"select event, place from effect", Token)).GroupBy(static e => e.Place % 8))
        {
            Assert.Equal(key.OrderBy(static e => e.Event), key.OrderBy(static e => e.Place));
        }

        void Configure(EventsBuilder events) => events.OnBatch<OrderPaid>(
            "b",
            async (batch, tx, ct) =>
            {
                batches.Enqueue(batch.Count);
                Assert.Equal(batch.OrderBy(static e => e.Id), batch);
                foreach (var e in batch)
                {
                    await tx.ExecuteAsync($"insert into effect (event, place) values ({e.Id}, {e.Body.Order})", ct);
                    if (e.Body.Order is 5 or 13)
                    {
                        throw new TimeZoneNotFoundException();
                    }
                }
            },
            new() { FirstPause = Instantly, MaxAttempts = 3, MaxBatch = 40 });
    }

    [Fact]
    public async Task Handler_that_takes_too_long_is_cancelled_and_has_failed()
    {
        var seen = new ConcurrentQueue<int>();
        await using var processor = await StartAsync(events =>
        {
            events.Options.HandlerGrace = TimeSpan.FromMilliseconds(50);
            events.On<OrderPaid>(
                "s",
                async (e, ct) =>
                {
                    if (e is { Body.Order: 1, Attempt: 1 })
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, ct);
                    }

                    if (e is { Body.Order: 2, Attempt: 1 })
                    {
                        // It does not heed its token.
                        await Task.Delay(TimeSpan.FromMinutes(10), CancellationToken.None);
                    }

                    seen.Enqueue(e.Body.Order);
                },
                new() { Timeout = TimeSpan.FromMilliseconds(100), FirstPause = Instantly, Concurrency = 3 });
            events.On<OrderPaid>(
                "t",
                async (e, tx, _) =>
                {
                    if (e is { Body.Order: 1, Attempt: 1 })
                    {
                        await Task.Delay(TimeSpan.FromMinutes(10), CancellationToken.None);
                    }

                    await tx.ExecuteAsync($"insert into effect (event, place) values ({e.Id}, {e.Body.Order})", CancellationToken.None);
                },
                new() { Timeout = TimeSpan.FromMilliseconds(100), FirstPause = Instantly, Concurrency = 3 });
        });
        for (var i = 0; i < 4; i++)
        {
            await Db.PublishAsync(new OrderPaid(i, 1m), cancellationToken: Token);
        }

        await UntilHandledAsync();
        Assert.Equal([0, 1, 2, 3], seen.Order());
        Assert.Equal([0, 1, 2, 3], (await Db.QueryAsync<int>($"select place from effect", Token)).Order());
    }

    [Fact]
    public async Task Event_for_later_is_handled_when_it_is_due()
    {
        var seen = new ConcurrentQueue<(int Order, DateTimeOffset At)>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>("s", (e, _) => Collect(seen, (e.Body.Order, DateTimeOffset.UtcNow))));
        var due = DateTimeOffset.UtcNow.AddSeconds(2);
        await Db.PublishAsync(new OrderPaid(1, 1m), key: "k", due: due, cancellationToken: Token);
        await Db.PublishAsync(new OrderPaid(2, 1m), key: "k", due: DateTimeOffset.UtcNow.AddDays(3), cancellationToken: Token);
        await Db.PublishAsync(new OrderPaid(3, 1m), key: "k", due: DateTimeOffset.UtcNow.AddDays(-1), cancellationToken: Token);
        await Db.PublishAsync(new OrderPaid(4, 1m), key: "k", cancellationToken: Token);
        var all = await WaitForAsync(seen, 3);
        Assert.Equal([3, 4, 1], all.Select(static s => s.Order));
        Assert.InRange(all[2].At, due.AddMilliseconds(-20), due.AddSeconds(20));
        await UntilHandledAsync(but: 1);
        Assert.Equal(1, await CountAsync("dataaccess_delivery"));
    }

    [Fact]
    public async Task No_more_handlers_run_at_once_than_is_allowed()
    {
        var (running, most, all) = (0, 0, 0);
        async ValueTask HandleAsync(CancellationToken ct)
        {
            var now = Interlocked.Increment(ref running);
            InterlockedMax(ref most, now);
            await Task.Delay(5, ct);
            Interlocked.Decrement(ref running);
            Interlocked.Increment(ref all);
        }

        await using var processor = await StartAsync(events =>
        {
            events.Options.Concurrency = 7;
            events.On<OrderPaid>("a", async (_, ct) => await HandleAsync(ct), new() { Concurrency = 5 });
            events.On<OrderPaid>("b", async (_, ct) => await HandleAsync(ct), new() { Concurrency = 50 });
        });
        await Db.PublishManyAsync(Enumerable.Range(0, 100).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m))), Token);
        await UntilHandledAsync();
        Assert.Equal(200, all);
        Assert.InRange(most, 2, 7);
    }

    [Fact]
    public async Task Programs_share_the_parts_and_take_over_those_of_one_that_stops()
    {
        var seen = new ConcurrentQueue<(int Program, int Order)>();
        await using var other = Reopen();
        await using var first = await StartAsync(Db, events => Configure(events, 1));
        await using var second = await StartAsync(other, events => Configure(events, 2));
        await UntilAsync(() => OwnersAsync().AsTask().GetAwaiter().GetResult() is [8, 8], () => "The parts were not shared.");
        await Db.PublishManyAsync(Enumerable.Range(0, 200).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: Invariant($"{i}"))), Token);
        await UntilHandledAsync();
        Assert.Equal(Enumerable.Range(0, 200), seen.Select(static s => s.Order).Order());
        Assert.Equal([1, 2], seen.Select(static s => s.Program).Distinct().Order());
        await second.StopAsync(Token);
        await UntilAsync(() => OwnersAsync().AsTask().GetAwaiter().GetResult() is [16], () => "The parts were not taken over.");
        await Db.PublishManyAsync(Enumerable.Range(200, 50).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: Invariant($"{i}"))), Token);
        await UntilHandledAsync();
        Assert.Equal(250, seen.Count);

        void Configure(EventsBuilder events, int program) => events.On<OrderPaid>("s", (e, _) => Collect(seen, (program, e.Body.Order)));
    }

    [Fact]
    public async Task Stop_waits_for_handlers_and_loses_nothing()
    {
        var seen = new ConcurrentQueue<int>();
        var processor = await StartAsync(events => events.On<OrderPaid>(
            "s",
            async (e, ct) =>
            {
                await Task.Delay(20, ct);
                seen.Enqueue(e.Body.Order);
            },
            new() { Concurrency = 4 }));
        await Db.PublishManyAsync(Enumerable.Range(0, 60).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m))), Token);
        await WaitForAsync(seen, 5);
        await processor.DisposeAsync();
        var handled = seen.Count;
        Assert.InRange(handled, 5, 59);
        Assert.Equal(60 - handled, await CountAsync("dataaccess_delivery"));
        await using var again = await StartAsync(events => events.On<OrderPaid>("s", (e, _) => Collect(seen, e.Body.Order)));
        await UntilHandledAsync();
        Assert.Equal(Enumerable.Range(0, 60), seen.Order());
    }

    [Fact]
    public async Task Subscription_of_another_topic_is_refused()
    {
        await using var processor = await StartAsync(events => events.On<OrderPaid>("s", (_, _) => default));
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(events => events.On<Reading>("s", (_, _) => default)));
        Assert.Contains("'order_paid'", exception.Message, StringComparison.Ordinal);
    }

    private async ValueTask<int[]> OwnersAsync()
        => [.. (await Db.QueryAsync<long>($"select count(*) from dataaccess_owner where owner is not null group by owner", Token)).Select(static n => (int)n).Order()];

    private static void InterlockedMax(ref int location, int value)
    {
        for (var known = Volatile.Read(ref location); value > known; known = Volatile.Read(ref location))
        {
            if (Interlocked.CompareExchange(ref location, value, known) == known)
            {
                return;
            }
        }
    }

    private static ValueTask Collect<T>(ConcurrentQueue<T> seen, T item)
    {
        seen.Enqueue(item);
        return default;
    }
}
