using System.Collections.Concurrent;
using DataAccess.Events;
using Xunit;
using static System.FormattableString;

namespace DataAccess.Conformance;

/// <summary>What a person does with events, while programs handle them.</summary>
public abstract class EventAdminSuite(TestEngine engine) : EventSuite(engine)
{
    private static readonly TimeSpan Instantly = TimeSpan.FromMilliseconds(1);

    private EventAdmin Admin => Db.Events();

    [Fact]
    public async Task Status_tells_what_waits_who_owns_and_since_when_nobody_does()
    {
        await using var processor = await StartAsync(events => events
            .On<OrderPaid>("a", (e, _) => e.Body.Order == 0 ? throw new TimeZoneNotFoundException() : default, new() { MaxAttempts = 1, AfterDead = AfterDead.StopKey, Partitions = 4 })
            .On<OrderPaid>("b", (_, _) => throw new TimeZoneNotFoundException(), new() { FirstPause = TimeSpan.FromHours(1) })
            .Every("nightly", "0 3 * * *", zone: null, static _ => new Reading(1, 1)));
        await Db.PublishManyAsync(Enumerable.Range(0, 3).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: "k")), Token);
        await Db.PublishAsync(new OrderPaid(5, 1m), due: DateTimeOffset.UtcNow.AddHours(1), cancellationToken: Token);
        await UntilHandledAsync(but: [1, 2, 3, 4]);
        var running = await Admin.StatusAsync(cancellationToken: Token);
        var (a, b) = (Of(running, "a"), Of(running, "b"));
        Assert.Equal(("order_paid", 4, false, 0L, 1L, 0L, 1L, 2L, true), (a.Topic, a.Partitions, a.IsPaused, a.Ready, a.Delayed, a.Retrying, a.Dead, a.Stopped, a.AreCountsExact));
        Assert.Equal((4, 1, null, null), (a.OwnedPartitions, a.Members, a.Lag, a.Unowned));
        Assert.Equal((0L, 1L, 3L, 0L, 0L, 16), (b.Ready, b.Delayed, b.Retrying, b.Dead, b.Stopped, b.OwnedPartitions));
        Assert.Equal(4, running.Events);
        var schedule = Assert.Single(running.Schedules);
        Assert.Equal(("nightly", "0 3 * * *", "reading"), (schedule.Name, schedule.Cron, schedule.Topic));
        Assert.InRange(schedule.Next, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddHours(25));

        await processor.StopAsync(Token);
        await Db.PublishManyAsync(Enumerable.Range(0, 20).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: Invariant($"{i}"))), Token);
        var stopped = await Admin.StatusAsync(cancellationToken: Token);
        Assert.Equal((20L, 0, 0), (Of(stopped, "a").Ready, Of(stopped, "a").OwnedPartitions, Of(stopped, "a").Members));
        Assert.InRange(Of(stopped, "a").Unowned!.Value, TimeSpan.Zero, TimeSpan.FromMinutes(2));
        var bounded = await Admin.StatusAsync(countLimit: 10, Token);
        Assert.Equal((10L, false, 10L), (Of(bounded, "a").Ready, Of(bounded, "a").AreCountsExact, bounded.Events));
    }

    [Fact]
    public async Task Lag_is_that_of_the_first_ready_event_and_counts_what_nobody_has_made_ready()
    {
        await MakeAsync("a", "b");
        await Db.PublishAsync(new OrderPaid(1, 1m), cancellationToken: Token);
        await Db.ExecuteAsync($"update dataaccess_event set created = {DateTimeOffset.UtcNow.AddHours(-2)}", Token);
        await Db.PublishAsync(new OrderPaid(2, 1m), cancellationToken: Token);
        Assert.InRange(Of(await Admin.StatusAsync(cancellationToken: Token), "a").Lag!.Value, TimeSpan.FromMinutes(110), TimeSpan.FromMinutes(130));

        await Db.ExecuteAsync($"update dataaccess_delivery set state = 2, due = {DateTimeOffset.UtcNow.AddHours(-4)} where subscription = 2", Token);
        var b = Of(await Admin.StatusAsync(cancellationToken: Token), "b");
        Assert.Equal((2L, 0L), (b.Ready, b.Retrying));
        Assert.InRange(b.Lag!.Value, TimeSpan.FromMinutes(230), TimeSpan.FromMinutes(250));
    }

    [Fact]
    public async Task Long_transactions_of_others_are_warned_of_where_they_do_harm()
    {
        await using var other = Reopen();
        await other.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"update dataaccess_subscription set paused = {false} where id = 0", ct);
                await tx.QueryAsync<int>($"select 1", ct);
                var warnings = (await EventAdmin.StatusAsync(Db, 10, TimeSpan.Zero, ct)).Warnings;
                if (Db.Provider.SystemName == "postgresql")
                {
                    Assert.Contains("transaction open", Assert.Single(warnings), StringComparison.Ordinal);
                }
                else
                {
                    Assert.Empty(warnings);
                }
            },
            Token);
    }

    [Fact]
    public async Task Retried_dead_letter_is_handled_with_all_attempts_and_what_is_behind_it_after_it()
    {
        var seen = new ConcurrentQueue<(int Order, int Attempt)>();
        var isBroken = true;
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            "s",
            (e, _) => isBroken && e.Body.Order == 1 ? throw new TimeZoneNotFoundException("the reason") : Collect(seen, (e.Body.Order, e.Attempt)),
            new() { FirstPause = Instantly, MaxAttempts = 2, AfterDead = AfterDead.StopKey }));
        await Db.PublishManyAsync(
            Enumerable.Range(0, 5).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: "k", Options: new() { Headers = new Dictionary<string, string>(StringComparer.Ordinal) { ["n"] = Invariant($"{i}") } })), Token);
        await UntilHandledAsync(but: [3, 4]);
        var letter = Assert.Single(await Admin.DeadLettersAsync("s", cancellationToken: Token));
        Assert.Equal(("order_paid", "k", 2, "TimeZoneNotFoundException: the reason"), (letter.Topic, letter.Key, letter.Attempt, letter.Error));
        Assert.Contains("\"order\":1", letter.Body.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("1", letter.Headers["n"]);
        Assert.InRange(letter.Created, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddMinutes(5));
        Assert.Empty(await Admin.DeadLettersAsync("s", after: letter.Id, cancellationToken: Token));
        isBroken = false;
        await using var other = Reopen();
        Assert.Equal(0, await other.Events().RetryAsync("s", [letter.Id - 1, letter.Id + 1, 12345], Token));
        Assert.Equal(1, await other.Events().RetryAsync("s", [letter.Id], Token));
        await UntilHandledAsync();
        Assert.Equal([(0, 1), (1, 1), (2, 1), (3, 1), (4, 1)], seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ending_one_of_two_dead_letters_of_a_key_releases_what_is_before_the_other(bool drops)
    {
        await MakeAsync("s");
        var ids = await PublishAsync(8);
        await SetStatesAsync(ids, [3, 4, 4, 3, 4, 4, 0, 4]);
        Assert.Equal(1, drops ? await Admin.DropAsync("s", [ids[0]], Token) : await Admin.RetryAsync("s", [ids[0]], Token));
        Assert.Equal(drops ? [0, 0, 3, 4, 4, 0, 4] : [0, 0, 0, 3, 4, 4, 0, 4], await StatesAsync());
        Assert.Equal(1, drops ? await Admin.DropAllAsync("s", "k", Token) : await Admin.RetryAllAsync("s", "k", Token));
        Assert.Equal(Enumerable.Repeat(0, drops ? 6 : 8), await StatesAsync());
        Assert.Equal(0, await Db.ScalarAsync<long>($"select count(*) from dataaccess_delivery where attempt <> 0", Token));
    }

    [Fact]
    public async Task All_dead_letters_of_a_key_or_of_the_subscription_are_ended_in_slices()
    {
        await MakeAsync("s", "other");
        await Db.PublishManyAsync(Enumerable.Range(0, 2_500).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: i < 10 ? "few" : i % 2 == 0 ? "many" : null)), Token);
        await Db.ExecuteAsync($"update dataaccess_delivery set state = 3", Token);
        Assert.Equal(0, await Admin.DropAllAsync("s", "none", Token));
        Assert.Equal(10, await Admin.DropAllAsync("s", "few", Token));
        Assert.Equal(2_490, await Admin.RetryAllAsync("s", cancellationToken: Token));
        Assert.Equal(0, await Admin.RetryAllAsync("s", cancellationToken: Token));
        Assert.Equal(2_500, await Db.ScalarAsync<long>($"select count(*) from dataaccess_delivery where state = 3", Token));
    }

    [Fact]
    public async Task Two_people_who_end_the_last_two_dead_letters_of_a_key_leave_nothing_stopped()
    {
        await MakeAsync("s");
        await using var other = Reopen();
        for (var round = 0; round < 5; round++)
        {
            var ids = await PublishAsync(4);
            await SetStatesAsync(ids, [3, 4, 3, 4]);
            Task<long>? first = null, second = null;
            await other.InTransactionAsync(
                async (tx, ct) =>
                {
                    // Holds the first one up before its COMMIT, so that the second one meets it.
                    await tx.ExecuteAsync($"update dataaccess_delivery set state = 4 where id = {ids[1]}", ct);
                    first ??= Task.Run(async () => await Admin.RetryAsync("s", [ids[0]], Token), ct);
                    await Task.Delay(100, ct);
                    second ??= Task.Run(async () => await Admin.RetryAsync("s", [ids[2]], Token), ct);
                    await Task.Delay(100, ct);
                },
                Token);
            Assert.Equal((1L, 1L), (await first!, await second!));
            Assert.Equal([0, 0, 0, 0], await StatesAsync());
            await Db.ExecuteAsync($"delete from dataaccess_delivery", Token);
        }
    }

    [Fact]
    public async Task Nothing_stays_stopped_while_events_fail_and_people_retry_and_drop()
    {
        var seen = new ConcurrentQueue<int>();
        var random = new Random(4711);
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            "s",
            (e, _) => e.Body.Order % 5 == 0 && e.Attempt == 1 && e.Body.Amount > 0 && Random.Shared.Next(3) > 0 ? throw new TimeZoneNotFoundException() : Collect(seen, e.Body.Order),
            new() { MaxAttempts = 1, AfterDead = AfterDead.StopKey, Partitions = 2 }));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var dropped = 0L;
        var person = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                var letters = await Admin.DeadLettersAsync("s", limit: 3, cancellationToken: Token);
                foreach (var letter in letters)
                {
                    dropped += random.Next(4) == 0 ? await Admin.DropAsync("s", [letter.Id], Token) : await Admin.RetryAsync("s", [letter.Id], Token) * 0;
                }

                await Task.Delay(1, Token);
            }
        });
        for (var i = 0; i < 150; i++)
        {
            await Db.PublishAsync(new OrderPaid(i, 1m), key: Invariant($"{i % 3}"), cancellationToken: Token);
        }

        await UntilHandledAsync();
        await stop.CancelAsync();
        await person;
        Assert.Equal(150, seen.Count + dropped);
        Assert.Equal(seen.Count, seen.Distinct().Count());
    }

    [Fact]
    public async Task Replayed_events_are_handled_again_and_none_twice_that_still_waits()
    {
        var seen = new ConcurrentQueue<int>();
        await using var processor = await StartAsync(events => events
            .On<OrderPaid>("s", (e, _) => e.Body.Order == 3 && !seen.Contains(3) ? Fail(seen, 3) : Collect(seen, e.Body.Order), new() { MaxAttempts = 1 })
            .On<OrderPaid>("other", (_, _) => default)
            .On<Reading>("readings", (_, _) => default));
        var ids = await PublishAsync(6);
        await Db.PublishAsync(new Reading(1, 1), cancellationToken: Token);
        await UntilHandledAsync(but: [3]);
        Assert.Equal(2, await Admin.ReplayAsync("s", ids[2], ids[4], Token));
        await UntilHandledAsync(but: [3]);
        Assert.Equal([0, 1, 2, 2, 3, 4, 4, 5], seen.Order());
        Assert.Equal(1, await Admin.DropAllAsync("s", cancellationToken: Token));
        Assert.Equal(6, await Admin.ReplayAsync("s", DateTimeOffset.UtcNow.AddHours(-1), cancellationToken: Token));
        await UntilHandledAsync();
        Assert.Equal([0, 0, 1, 1, 2, 2, 2, 3, 3, 4, 4, 4, 5, 5], seen.Order());
        Assert.Equal(0, await Admin.ReplayAsync("s", DateTimeOffset.UtcNow.AddHours(-2), DateTimeOffset.UtcNow.AddHours(-1), Token));
    }

    [Fact]
    public async Task Two_people_who_replay_the_same_events_deliver_each_once()
    {
        await MakeAsync("s");
        await Db.PublishManyAsync(Enumerable.Range(0, 2_300).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m))), Token);
        await Db.ExecuteAsync($"delete from dataaccess_delivery where id % 10 > 0", Token);
        var waited = await CountAsync("dataaccess_delivery");
        await using var other = Reopen();
        var delivered = await Task.WhenAll(
            Task.Run(async () => await Admin.ReplayAsync("s", 0, cancellationToken: Token)),
            Task.Run(async () => await other.Events().ReplayAsync("s", 0, cancellationToken: Token)));
        Assert.Equal(2_300 - waited, delivered.Sum());
        Assert.Equal(2_300, await CountAsync("dataaccess_delivery"));
    }

    [Fact]
    public async Task Pause_is_noticed_within_two_seconds_and_resume_too()
    {
        var seen = new ConcurrentQueue<int>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>(
            "s",
            async (e, ct) =>
            {
                await Task.Delay(100, ct);
                seen.Enqueue(e.Body.Order);
            },
            new() { Concurrency = 1 }));
        await Db.PublishManyAsync(Enumerable.Range(0, 60).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m))), Token);
        await WaitForAsync(seen, 2);
        await using var other = Reopen();
        Assert.True(await other.Events().PauseAsync("s", Token));
        Assert.False(await other.Events().PauseAsync("s", Token));
        Assert.True(Of(await Admin.StatusAsync(cancellationToken: Token), "s").IsPaused);

        // It has stopped when nothing is handled for a second. Without a pause it would go on until the last one.
        var (count, since) = (seen.Count, TimeProvider.System.GetTimestamp());
        await UntilAsync(
            () =>
            {
                (count, since) = seen.Count == count ? (count, since) : (seen.Count, TimeProvider.System.GetTimestamp());
                return TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(1);
            },
            () => "It goes on.");
        Assert.InRange(count, 2, 50);
        Assert.Equal(60, count + await CountAsync("dataaccess_delivery"));
        Assert.True(await Admin.ResumeAsync("s", Token));
        Assert.False(await Admin.ResumeAsync("s", Token));
        var resumed = TimeProvider.System.GetTimestamp();
        await WaitForAsync(seen, count + 1);
        Assert.InRange(TimeProvider.System.GetElapsedTime(resumed), TimeSpan.Zero, TimeSpan.FromSeconds(4));
        await UntilHandledAsync();
        Assert.Equal(Enumerable.Range(0, 60), seen.Order());
    }

    [Fact]
    public async Task Subscription_that_a_program_handles_is_removed_only_by_force()
    {
        var seen = new ConcurrentQueue<int>();
        await using var processor = await StartAsync(events => events.On<OrderPaid>("s", (e, _) => Collect(seen, e.Body.Order)).On<OrderPaid>("other", (_, _) => default));
        await Db.PublishAsync(new OrderPaid(1, 1m), cancellationToken: Token);
        await UntilHandledAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await Admin.RemoveAsync("s", cancellationToken: Token));
        Assert.Contains("handled by 1 program", error.Message, StringComparison.Ordinal);
        Assert.Equal("order_paid", Of(await Admin.StatusAsync(cancellationToken: Token), "s").Topic);
        await Admin.RemoveAsync("s", force: true, Token);
        await Db.PublishAsync(new OrderPaid(2, 1m), cancellationToken: Token);
        await UntilHandledAsync();
        Assert.Equal(["other"], (await Admin.StatusAsync(cancellationToken: Token)).Subscriptions.Select(static s => s.Name), StringComparer.Ordinal);

        // The program that still runs gets nothing of a subscription that is made now.
        await using var next = await StartAsync(events => events.On<Reading>("readings", (_, _) => Collect(seen, 77)));
        await Db.PublishAsync(new Reading(1, 1), cancellationToken: Token);
        await UntilHandledAsync();
        Assert.Equal([1, 77], seen);
        Assert.Equal([0, 2, 3], await Db.QueryAsync<int>($"select id from dataaccess_subscription order by id", Token));
    }

    [Fact]
    public async Task Removal_leaves_nothing_while_publishers_publish_and_no_number_is_used_twice()
    {
        await MakeAsync("a", "b");
        using var stop = new CancellationTokenSource();
        var publishers = Enumerable.Range(0, 3).Select(n => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await Db.InTransactionAsync(
                    async (tx, ct) =>
                    {
                        await tx.PublishAsync(new OrderPaid(n, 1m), cancellationToken: ct);
                        await Task.Delay(n, ct);
                    },
                    Token);
            }
        })).ToArray();
        await WaitForDeliveriesAsync(20);
        await Admin.RemoveAsync("b", cancellationToken: Token);
        await stop.CancelAsync();
        await Task.WhenAll(publishers);
        Assert.Equal([1], await Db.QueryAsync<int>($"select distinct subscription from dataaccess_delivery", Token));
        Assert.Equal([1], await Db.QueryAsync<int>($"select distinct subscription from dataaccess_owner", Token));
        await MakeAsync("b");
        Assert.Equal([0, 1, 3], await Db.QueryAsync<int>($"select id from dataaccess_subscription order by id", Token));
    }

    [Fact]
    public async Task What_is_no_subscription_is_named_with_those_there_are()
    {
        await MakeAsync("a", "b");
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await Admin.PauseAsync("c", Token));
        Assert.Contains("There is no subscription 'c'. There are: a, b.", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Admin.ReplayAsync("A", 1, cancellationToken: Token));
    }

    [Fact]
    public async Task Statements_for_a_migration_make_the_tables_and_may_run_twice()
    {
        var statements = await Db.EventTablesAsync(Token);
        foreach (var table in (string[])["event", "subscription", "delivery", "owner", "member", "schedule"])
        {
            await RunAsync($"drop table dataaccess_{table}");
        }

        foreach (var statement in statements.Concat(statements))
        {
            await RunAsync(statement);
        }

        Assert.Equal(1, await CountAsync("dataaccess_subscription"));
        await MakeAsync("a");
        await Db.PublishAsync(new OrderPaid(1, 1m), cancellationToken: Token);
        Assert.Equal(1, await CountAsync("dataaccess_delivery"));
    }

    private static SubscriptionStatus Of(EventStatus status, string name) => Assert.Single(status.Subscriptions, s => s.Name == name);

    /// <summary>Makes subscriptions that nobody handles.</summary>
    private async Task MakeAsync(params string[] names)
    {
        await using var processor = await StartAsync(events => Array.ForEach(names, name => events.On<OrderPaid>(name, static (_, _) => default)));
    }

    /// <summary>Publishes events of one key; gives their ids.</summary>
    private async Task<long[]> PublishAsync(int count)
    {
        var before = await Db.ScalarAsync<long?>($"select max(id) from dataaccess_event", Token) ?? 0;
        await Db.PublishManyAsync(Enumerable.Range(0, count).Select(static i => new NewEvent<OrderPaid>(new OrderPaid(i, 1m), Key: "k")), Token);
        return [.. await Db.QueryAsync<long>($"select id from dataaccess_event where id > {before} order by id", Token)];
    }

    private async Task SetStatesAsync(long[] ids, int[] states)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            await Db.ExecuteAsync($"update dataaccess_delivery set state = {states[i]}, attempt = {(states[i] == 3 ? 9 : 0)} where id = {ids[i]}", Token);
        }
    }

    private ValueTask<IReadOnlyList<int>> StatesAsync() => Db.QueryAsync<int>($"select state from dataaccess_delivery order by id", Token);

    private async Task WaitForDeliveriesAsync(int count)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (await CountAsync("dataaccess_delivery") < count)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "Nothing is published.");
            await Task.Delay(5, Token);
        }
    }

    private static ValueTask Fail(ConcurrentQueue<int> seen, int order)
    {
        seen.Enqueue(order);
        throw new TimeZoneNotFoundException();
    }

    private static ValueTask Collect<T>(ConcurrentQueue<T> seen, T item)
    {
        seen.Enqueue(item);
        return default;
    }
}
