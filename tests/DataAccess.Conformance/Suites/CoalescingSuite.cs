using System.Data.Common;
using DataAccess.Conformance.Faults;
using DataAccess.Keys;
using DataAccess.Mapping;
using DataAccess.Repositories;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Callers who share a round trip are answered as each would be alone.</summary>
public abstract partial class CoalescingSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Columns that compare text in as many ways as the engine has.</summary>
    protected abstract string[] TextColumns { get; }

    /// <summary>Columns of other types than the key's, whose equality is not that of .NET.</summary>
    protected virtual string[] OddColumns => [];

    [Fact]
    public async Task Callers_of_one_key_get_objects_of_their_own()
    {
        await CreateAsync(TypeOf<long>(), 1L, 2L);
        var numbers = await TogetherAsync<long>([1, 1, 1, 2, 2, 3], null);
        Assert.Equal(5, numbers.Rows.OfType<Keyed<long>>().Distinct(ReferenceEqualityComparer.Instance).Count());

        await RunAsync("drop table keyed");
        await CreateAsync(TextColumns[0], "a", "b");
        var texts = await TogetherAsync<string>(["a", "a", "a", "b", "b", "c"], null);
        Assert.Equal(5, texts.Rows.OfType<Keyed<string>>().Distinct(ReferenceEqualityComparer.Instance).Count());
        Assert.Equal([1, 1, 1, 2, 2, null], texts.Rows.Select(static r => (r as Keyed<string>)?.Number));
    }

    [Fact]
    public async Task Keys_of_which_one_is_rejected_are_answered_all_the_same()
    {
        await CreateAsync(TextColumns[0], "a", "b", "c");
        await AssertLikeAloneAsync<string>(["a", "b\0", "b", "c", "x", "b\0", "A"]);
        await AssertLikeLibraryAsync("a", "b", "\ud800", "c", "x", "\ud800", "A");
    }

    [Fact]
    public async Task A_key_that_is_null_is_rejected_alone()
    {
        await CreateAsync(TextColumns[0], "a", "b");
        await using var db = Reopen(static o => o.Coalescing.MaxInFlight = 1);
        var repo = new Repo<string>(db);

        var told = await Task.WhenAll(Enumerable.Range(0, 60).Select(async i =>
            (IsNull: i % 7 == 3, Exception: await Record.ExceptionAsync(async () => Assert.NotNull(await repo.GetAsync(i % 7 == 3 ? null! : "a", Token))))));

        Assert.All(told, static t => Assert.Equal(t.IsNull, t.Exception is ArgumentNullException));
        Assert.All(told, static t => Assert.True(t.IsNull || t.Exception is null));
    }

    [Fact]
    public async Task Keys_of_unsigned_types_are_answered()
    {
        await CreateAsync(TypeOf<uint>(), 1L, 2L, 4_000_000_000L);
        await AssertLikeAloneAsync<uint>([1, 2, 3, 4_000_000_000, 4_000_000_000, uint.MaxValue]);
        Assert.Equal(2, (await new Repo<uint>(Db).GetManyAsync([1, 4_000_000_000, 7], Token)).Count);
    }

    [Fact]
    public async Task Keys_that_are_durations_are_answered()
    {
        await CreateAsync(TypeOf<TimeSpan>(), TimeSpan.FromHours(1), TimeSpan.FromSeconds(90));
        await AssertLikeAloneAsync<TimeSpan>([TimeSpan.FromHours(1), TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(90), TimeSpan.Zero]);
    }

    [Fact]
    public async Task A_key_of_many_rows_is_an_error_as_it_is_alone()
    {
        await RunAsync($"create table keyed (id {TypeOf<long>()} not null, number {TypeOf<int>()} not null)");
        await RunAsync("insert into keyed (id, number) values (1, 1), (2, 2), (2, 3), (3, 4)");

        await AssertLikeAloneAsync<long>([1, 2, 3, 2, 4]);
    }

    [Fact]
    public async Task A_row_that_fits_several_keys_is_given_once_by_get_many()
    {
        foreach (var column in TextColumns)
        {
            await CreateAsync(column, "anna", "bob");
            string[] keys = ["anna", "ANNA", "Anna", "bob", "nobody", "anna"];
            var alone = new HashSet<int>();
            foreach (var key in keys)
            {
                if (await AloneAsync(key) is int number)
                {
                    alone.Add(number);
                }
            }

            // In one query, and in two of which each has a spelling.
            foreach (var between in (int[])[0, 1_000])
            {
                var found = await new Repo<string>(Db).GetManyAsync([.. keys, .. Enumerable.Range(0, between).Select(static i => $"#{i}"), "aNNa", "BOB"], Token);
                Assert.Equal(found.Count, found.Select(static r => r.Number).Distinct().Count());
                Assert.Superset(alone, found.Select(static r => r.Number).ToHashSet());
            }

            await RunAsync("drop table keyed");
        }
    }

    [Fact]
    public async Task Who_waits_does_so_for_AcquireTimeout_and_no_longer()
    {
        await CreateAsync(TypeOf<long>(), 1L);
        var time = new FakeTimeProvider();
        await using var db = Reopen(static o => (o.Connections.MaxConnections, o.Connections.AcquireTimeout, o.Coalescing.MaxKeys) = (1, TimeSpan.FromSeconds(1), 2), time);
        var held = await HoldAsync(db);
        var early = Enumerable.Range(1, 20).Select(i => new Repo<long>(db).GetAsync(i, Token).AsTask()).ToList();
        time.Advance(TimeSpan.FromSeconds(0.5));
        var late = Enumerable.Range(1, 3).Select(i => new Repo<long>(db).GetAsync(i, Token).AsTask()).ToList();

        time.Advance(TimeSpan.FromSeconds(0.51));

        foreach (var get in early)
        {
            var error = await Assert.ThrowsAsync<PoolTimeoutException>(() => get);
            Assert.Contains("AcquireTimeout (00:00:01)", error.Message, StringComparison.Ordinal);
            Assert.Contains("Nothing was sent", error.Message, StringComparison.Ordinal);
        }

        Assert.All(late, static get => Assert.False(get.IsCompleted));
        await ReleaseAsync(held);
        Assert.Equal([1, null, null], (await Task.WhenAll(late)).Select(static row => (long?)row?.Id));
        Assert.Equal((20, 0), (db.Connections.Statistics.Timeouts, db.Connections.Statistics.Waiting));
    }

    [Fact]
    public async Task A_failure_of_every_key_is_told_and_nothing_is_read_any_more()
    {
        // The table is missing.
        await using var db = Reopen();
        for (var round = 0; round < 30; round++)
        {
            var gets = Enumerable.Range(0, 20).Select(i => new Repo<long>(db).GetAsync(i, Token).AsTask()).ToList();
            foreach (var get in gets)
            {
                Assert.IsAssignableFrom<DbException>(await Record.ExceptionAsync(() => get));
            }

            await Waiting.UntilAsync("All connections are given back.", () => db.Connections.Statistics.Leased == 0);
        }
    }

    [Fact]
    public async Task Who_waits_counts_against_MaxWaiters()
    {
        await CreateAsync(TypeOf<long>(), 1L);
        await using var db = Reopen(static o => (o.Connections.MaxConnections, o.Connections.MaxWaiters) = (1, 5));
        var held = await HoldAsync(db);

        var gets = Enumerable.Range(0, 50).Select(_ => new Repo<long>(db).GetAsync(1, Token).AsTask()).ToList();

        foreach (var get in gets.Skip(5))
        {
            Assert.Contains("MaxWaiters is 5", (await Assert.ThrowsAsync<PoolTimeoutException>(() => get)).Message, StringComparison.Ordinal);
        }

        await ReleaseAsync(held);
        Assert.All(await Task.WhenAll(gets.Take(5)), static row => Assert.Equal(1, row?.Number));

        // Another read of theirs may still wait for the connection, and finds that nobody is left to answer.
        await Waiting.UntilAsync("Nobody waits.", () => db.Connections.Statistics.Waiting == 0);
    }

    [Fact]
    public async Task A_cancel_reaches_its_caller_only()
    {
        await CreateAsync(TypeOf<long>(), 1L);
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var held = await HoldAsync(db);
        using var cancel = new CancellationTokenSource();
        var gets = Enumerable.Range(0, 10).Select(i => new Repo<long>(db).GetAsync(1, i % 2 == 0 ? cancel.Token : Token).AsTask()).ToList();

        await cancel.CancelAsync();
        await ReleaseAsync(held);

        for (var i = 0; i < gets.Count; i++)
        {
            if (i % 2 == 0)
            {
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gets[i]);
            }
            else
            {
                Assert.Equal(1, (await gets[i])?.Number);
            }
        }
    }

    [Fact]
    public async Task When_all_have_left_nobody_stands_in_the_queue_for_them()
    {
        await CreateAsync(TypeOf<long>(), 1L);
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var held = await HoldAsync(db);
        using var cancel = new CancellationTokenSource();
        var gets = Enumerable.Range(0, 10).Select(_ => new Repo<long>(db).GetAsync(1, cancel.Token).AsTask()).ToList();

        await cancel.CancelAsync();
        foreach (var get in gets)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
        }

        for (var i = 0; i < 1_000 && db.Connections.Statistics.Waiting > 0; i++)
        {
            await Task.Delay(10, Token);
        }

        Assert.Equal(0, db.Connections.Statistics.Waiting);
        await ReleaseAsync(held);
        Assert.Equal(1, (await new Repo<long>(db).GetAsync(1, Token))?.Number);
    }

    [Fact]
    public void A_shared_read_counts_as_a_read_that_leaves_the_session_clean()
    {
        var sql = new KeyedSql<Keyed<string>>(TableMap.For<Keyed<string>>(), Db.Provider);

        var text = Db.Context.Texts.Get(sql.ByPosition(KeyShapes.Of<Keyed<string>, string>(TableMap.For<Keyed<string>>()), ["a", "b", "c"]));

        Assert.True(text is { IsRead: true, MayDirtySession: false, IsPreparable: true }, text.Sql);
    }
}
