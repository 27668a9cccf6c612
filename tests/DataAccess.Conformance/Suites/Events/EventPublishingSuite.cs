using System.Collections.Concurrent;
using System.Diagnostics;
using DataAccess.Events;
using Xunit;
using static System.FormattableString;

namespace DataAccess.Conformance;

/// <summary>Events are there exactly if their transactions are, and every subscription of their topic gets them.</summary>
public abstract class EventPublishingSuite(TestEngine engine) : EventSuite(engine)
{
    [Fact]
    public async Task Event_of_a_transaction_that_commits_is_handled()
    {
        var seen = new ConcurrentQueue<EventMessage<OrderPaid>>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (e, _) => Collect(seen, e)));
        await Db.InTransactionAsync(async (tx, ct) => Assert.True(await tx.PublishAsync(new OrderPaid(7, 9.5m), key: "7", cancellationToken: ct)), Token);
        var message = Assert.Single(await WaitForAsync(seen, 1));
        Assert.Equal(new OrderPaid(7, 9.5m), message.Body);
        Assert.Equal("order_paid", message.Topic);
        Assert.Equal("7", message.Key);
        Assert.Equal(1, message.Attempt);
        Assert.InRange(message.Created, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        await UntilHandledAsync();
    }

    [Fact]
    public async Task Event_of_a_transaction_that_is_rolled_back_is_not_there()
    {
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (_, _) => default));
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.PublishAsync(new OrderPaid(7, 9.5m), cancellationToken: ct);
                throw new TimeZoneNotFoundException();
            },
            Token));
        Assert.Equal(0, await CountAsync("dataaccess_event"));
        Assert.Equal(0, await CountAsync("dataaccess_delivery"));
    }

    [Fact]
    public async Task Event_of_a_savepoint_that_is_rolled_back_is_not_there()
    {
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (_, _) => default, new() { Partitions = 1 }));
        await processor.StopAsync(Token);
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.PublishAsync(new OrderPaid(1, 1m), cancellationToken: ct);
                await Assert.ThrowsAsync<TimeZoneNotFoundException>(async () => await tx.InTransactionAsync(
                    async (inner, inside) =>
                    {
                        await inner.PublishAsync(new OrderPaid(2, 1m), cancellationToken: inside);
                        throw new TimeZoneNotFoundException();
                    },
                    ct));
            },
            Token);
        Assert.Equal(1, await CountAsync("dataaccess_event"));
        Assert.Equal(1, await CountAsync("dataaccess_delivery"));
    }

    [Fact]
    public async Task Every_subscription_of_the_topic_gets_the_event()
    {
        var seen = new ConcurrentQueue<string>();
        await using var processor = await StartAsync(events => events
            .On<OrderPaid>("one", (_, _) => Collect(seen, "one"))
            .On<OrderPaid>("two", (_, _, _) => Collect(seen, "two"))
            .On<Reading>("other", (_, _) => Collect(seen, "other")));
        await Db.PublishAsync(new OrderPaid(1, 1m), cancellationToken: Token);
        Assert.Equal(["one", "two"], (await WaitForAsync(seen, 2)).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        await UntilHandledAsync();
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public async Task Of_events_with_one_unique_id_the_first_is_published()
    {
        var seen = new ConcurrentQueue<int>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (e, _) => Collect(seen, e.Body.Order)));
        Assert.True(await Db.PublishAsync(new OrderPaid(1, 1m), options: new() { UniqueId = "a" }, cancellationToken: Token));
        await WaitForAsync(seen, 1);
        await UntilHandledAsync();
        Assert.False(await Db.PublishAsync(new OrderPaid(2, 1m), options: new() { UniqueId = "a" }, cancellationToken: Token));
        Assert.True(await Db.PublishAsync(new OrderPaid(3, 1m), options: new() { UniqueId = "A" }, cancellationToken: Token));
        Assert.True(await Db.PublishAsync(new OrderPaid(4, 1m), options: new() { UniqueId = "a " }, cancellationToken: Token));
        await Db.PublishManyAsync<OrderPaid>(
            [new(new(5, 1m), Options: new() { UniqueId = "b" }), new(new(6, 1m), Options: new() { UniqueId = "a" }), new(new(7, 1m)), new(new(8, 1m), Options: new() { UniqueId = "b" }), new(new(9, 1m))], Token);
        Assert.Equal([1, 3, 4, 5, 7, 9], (await WaitForAsync(seen, 6)).Order());
        await UntilHandledAsync();
        Assert.Equal(6, await CountAsync("dataaccess_event"));
    }

    [Fact]
    public async Task Unique_id_is_kept_by_one_of_many_publishers()
    {
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (_, _) => default));
        await processor.StopAsync(Token);
        var published = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Task.Run(async () =>
        {
            var isNew = new List<bool>();
            for (var i = 0; i < 10; i++)
            {
                isNew.Add(await Db.PublishAsync(new OrderPaid(n, 1m), options: new() { UniqueId = Invariant($"u{i}") }, cancellationToken: Token));
            }

            return isNew;
        })));
        for (var i = 0; i < 10; i++)
        {
            Assert.Single(published, isNew => isNew[i]);
        }

        Assert.Equal(10, await CountAsync("dataaccess_event"));
        Assert.Equal(10, await CountAsync("dataaccess_delivery"));
    }

    [Fact]
    public async Task Events_published_together_keep_their_order_and_are_all_there()
    {
        var seen = new ConcurrentQueue<(long Id, int Order)>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (e, _) => Collect(seen, (e.Id, e.Body.Order))));
        await Db.PublishManyAsync(Enumerable.Range(0, 1_234).Select(i => new NewEvent<OrderPaid>(new OrderPaid(i, i / 8m), Key: "same")), Token);
        var all = await WaitForAsync(seen, 1_234);
        Assert.Equal(Enumerable.Range(0, 1_234), all.Select(static s => s.Order));
        Assert.Equal(all.OrderBy(static s => s.Id), all);
    }

    [Fact]
    public async Task Publisher_coalesces_the_events_of_many_callers()
    {
        var seen = new ConcurrentQueue<int>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (e, _) => Collect(seen, e.Body.Order)));
        await using var publisher = Db.CreatePublisher();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(async i => await publisher.PublishAsync(new OrderPaid(i, 1m), key: Invariant($"{i % 7}"), cancellationToken: Token)));
        Assert.Equal(Enumerable.Range(0, 300), (await WaitForAsync(seen, 300)).Order());
        Assert.InRange(publisher.Statistics.Batches, 1, 100);
    }

    [Fact]
    public async Task Publisher_gives_an_event_to_all_subscriptions_and_drops_duplicates()
    {
        await using var processor = await StartAsync(events => events.On<OrderPaid>("a", (_, _) => default).On<OrderPaid>("b", (_, _) => default));
        await processor.StopAsync(Token);
        await using var publisher = Db.CreatePublisher(new() { ExactlyOnce = true });
        await publisher.EnsureLedgerAsync(Token);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => await publisher.PublishAsync(new OrderPaid(i, 1m), options: new() { UniqueId = Invariant($"{i % 10}") }, cancellationToken: Token)));
        Assert.Equal(10, await CountAsync("dataaccess_event"));
        Assert.Equal(20, await CountAsync("dataaccess_delivery"));
    }

    [Fact]
    public async Task Headers_go_with_the_event_and_link_the_spans()
    {
        using var listener = new ActivityListener { ShouldListenTo = static s => s.Name is "DataAccess" or "test", Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData };
        var spans = new ConcurrentQueue<Activity>();
        listener.ActivityStopped = spans.Enqueue;
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        var seen = new ConcurrentQueue<EventMessage<OrderPaid>>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>("mailer", (e, _) => Collect(seen, e)));
        ActivityTraceId trace;
        using (var request = source.StartActivity("request")!)
        {
            trace = request.TraceId;
            await Db.PublishAsync(new OrderPaid(1, 1m), options: new() { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["tenant"] = "7 é" } }, cancellationToken: Token);
        }

        var message = Assert.Single(await WaitForAsync(seen, 1));
        Assert.Equal("7 é", message.Headers["tenant"]);
        Assert.Contains(trace.ToHexString(), message.Headers["traceparent"], StringComparison.Ordinal);
        await UntilAsync(() => spans.Any(s => s.OperationName == "process order_paid" && s.Links.Any(l => l.Context.TraceId == trace)), () => "There is no span with a link.");
    }

    [Fact]
    public async Task Texts_that_cannot_be_stored_are_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.PublishAsync(new OrderPaid(1, 1m), key: "", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.PublishAsync(new OrderPaid(1, 1m), key: new string('x', 201), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.PublishAsync(new OrderPaid(1, 1m), key: "a\0b", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.PublishAsync(new OrderPaid(1, 1m), key: "a\ud800", cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.PublishAsync(new OrderPaid(1, 1m), options: new() { UniqueId = "" }, cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await Db.PublishAsync(new OrderPaid(1, 1m), options: new() { Topic = new string('x', 201) }, cancellationToken: Token));
        Assert.Equal(0, await CountAsync("dataaccess_event"));
    }

    [Theory]
    [InlineData("\0 \ud83d\ude00 ' \" \\ \r\n {0} $1 @p ?")]
    [InlineData("")]
    public async Task Bodies_keep_their_texts(string text)
    {
        var seen = new ConcurrentQueue<string>();
        await using var processor = await StartAsync(events => events.On<string>("texts", (e, _) => Collect(seen, e.Body)));
        await Db.PublishAsync(text, key: "k ' \" \\ \ud83d\ude00 ", cancellationToken: Token);
        Assert.Equal(text, Assert.Single(await WaitForAsync(seen, 1)));
    }

    [Fact]
    public async Task Subscription_gets_every_event_whose_transaction_begins_after_it_was_made()
    {
        // Publishers that never pause, while subscriptions are made one after the other.
        var published = new ConcurrentQueue<(int Number, long Began)>();
        using var stop = new CancellationTokenSource();
        var number = 0;
        var publishers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var (mine, began) = (Interlocked.Increment(ref number), TimeProvider.System.GetTimestamp());
                await Db.InTransactionAsync(
                    async (tx, ct) =>
                    {
                        await tx.PublishAsync(new OrderPaid(mine, 1m), key: Invariant($"{mine % 5}"), cancellationToken: ct);
                        await Task.Delay(mine % 4, ct);
                    },
                    Token);
                published.Enqueue((mine, began));
            }
        })).ToArray();
        var made = new List<(ConcurrentQueue<int> Seen, long At, StartAt StartAt, EventProcessor Processor)>();
        for (var i = 0; i < 4; i++)
        {
            var seen = new ConcurrentQueue<int>();
            var startAt = i % 2 == 0 ? StartAt.Now : StartAt.Beginning;
            var processor = await StartAsync(events => events.On<OrderPaid>(Invariant($"s{i}"), (e, _) => Collect(seen, e.Body.Order), new() { StartAt = startAt }));
            made.Add((seen, TimeProvider.System.GetTimestamp(), startAt, processor));
            await Task.Delay(50, Token);
        }

        await stop.CancelAsync();
        await Task.WhenAll(publishers);
        await UntilHandledAsync();
        foreach (var (seen, at, startAt, processor) in made)
        {
            await processor.DisposeAsync();
            var expected = published.Where(p => startAt == StartAt.Beginning || p.Began >= at).Select(static p => p.Number);
            Assert.Empty(expected.Except(seen));
            Assert.Equal(seen.Count, seen.Distinct().Count());
        }
    }

    private static ValueTask Collect<T>(ConcurrentQueue<T> seen, T item)
    {
        seen.Enqueue(item);
        return default;
    }
}
