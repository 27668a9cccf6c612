using System.Data.Common;
using System.Globalization;
using DataAccess.Connections;
using DataAccess.Keys;
using Xunit;

namespace DataAccess.Conformance;

/// <content>What is asked together is compared with what the driver alone says to each.</content>
public abstract partial class CoalescingSuite
{
    private const int Rounds = 4;

    /// <summary>What stands for a key with several rows, and for one that is rejected.</summary>
    private const string Many = "many", Rejected = "rejected";

    [Fact]
    public async Task Text_is_compared_as_its_column_says()
    {
        var random = NewRandom();
        foreach (var column in TextColumns)
        {
            for (var round = 0; round < Rounds; round++)
            {
                await CreateAsync(column, Distinct(random, 12));
                await AssertLikeAloneAsync(Enumerable.Range(0, random.Next(2, 200)).Select(_ => Word(random)).ToArray());
                await RunAsync("drop table keyed");
            }
        }
    }

    [Fact]
    public async Task Whole_numbers_are_compared_as_their_column_says()
    {
        var random = NewRandom();
        foreach (var column in (string[])[TypeOf<long>(), TypeOf<double>(), TypeOf<decimal>(), .. OddColumns])
        {
            await CreateAsync(column, 1L, 2L, 10L, 9_007_199_254_740_992L);
            long[] some = [1, 2, 3, 10, 0, -1, 9_007_199_254_740_991, 9_007_199_254_740_992, 9_007_199_254_740_993];
            await AssertLikeLibraryAsync(Enumerable.Range(0, 100).Select(_ => some[random.Next(some.Length)]).ToArray());
            await RunAsync("drop table keyed");
        }
    }

    [Fact]
    public async Task Decimals_of_any_scale_are_answered()
    {
        await CreateAsync(TypeOf<decimal>(), 1m, 2.5m, 0m);
        await AssertLikeLibraryAsync(1m, 1.0m, 1.00m, 2.5m, 2.50m, 0m, -0.0m, 7m, 1.01m);
    }

    [Fact]
    public async Task Floats_are_answered()
    {
        await CreateAsync(TypeOf<double>(), 1.5, 0.0, 0.1);
        await AssertLikeLibraryAsync(1.5, 0.0, -0.0, 0.1, 0.1f, 0.30000000000000004 - 0.2, double.MaxValue);
    }

    [Fact]
    public async Task Times_are_compared_as_what_is_sent()
    {
        var noon = new DateTime(2026, 2, 3, 12, 0, 0, DateTimeKind.Utc);
        await CreateAsync(TypeOf<DateTime>(), noon, noon.AddHours(1), noon.AddHours(-1), noon.AddHours(2), noon.AddHours(-2));
        var times = Enumerable.Range(-12, 25).SelectMany(h => Enum.GetValues<DateTimeKind>().Select(kind => DateTime.SpecifyKind(noon.AddHours(h), kind)));
        await AssertLikeLibraryAsync([.. times]);
    }

    [Fact]
    public async Task Moments_of_any_offset_are_answered()
    {
        var noon = new DateTimeOffset(2026, 2, 3, 12, 0, 0, TimeSpan.Zero);
        await CreateAsync(TypeOf<DateTimeOffset>(), noon, noon.AddHours(1));
        await AssertLikeLibraryAsync([.. Enumerable.Range(-3, 7).Select(h => noon.ToOffset(TimeSpan.FromHours(h))), noon.AddHours(1), noon.AddHours(2)]);
    }

    [Fact]
    public async Task Identifiers_are_answered()
    {
        var ids = Enumerable.Range(0, 5).Select(static _ => Guid.NewGuid()).ToArray();
        await CreateAsync(TypeOf<Guid>(), ids);
        await AssertLikeLibraryAsync([.. ids, .. ids, Guid.Empty, Guid.NewGuid()]);
    }

    private static Random NewRandom()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {seed}"));
        return new Random(seed);
    }

    /// <summary>Few letters, so that words meet: with cases, accents, blanks at the end, and what has to be escaped.</summary>
    private static string Word(Random random)
    {
        const string letters = "aAbBäÄáéEß \"\\,{}'%_";
        return string.Concat(Enumerable.Range(0, random.Next(0, 4)).Select(_ => letters[random.Next(letters.Length)]));
    }

    private static string[] Distinct(Random random, int count)
        => [.. Enumerable.Range(0, count).Select(_ => Word(random)).Distinct(StringComparer.Ordinal)];

    /// <summary>A table with as many of the keys as it takes; the number of a row is the place of its key.</summary>
    private async ValueTask CreateAsync<TKey>(string column, params TKey[] keys)
        where TKey : notnull
    {
        await RunAsync($"create table keyed (id {column} not null primary key, number {TypeOf<int>()} not null)");
        for (var i = 0; i < keys.Length; i++)
        {
            try
            {
                await Db.ExecuteAsync($"insert into keyed (id, number) values ({keys[i]}, {i + 1})", Token);
            }
            catch (DbException)
            {
                // The column takes it for one that is there.
            }
        }
    }

    private async ValueTask AssertLikeAloneAsync<TKey>(TKey[] keys)
        where TKey : notnull
        => await AssertLikeAsync(keys, AloneAsync);

    /// <summary>For columns from which a driver alone would read something else than the library does.</summary>
    private async ValueTask AssertLikeLibraryAsync<TKey>(params TKey[] keys)
        where TKey : notnull
        => await AssertLikeAsync(keys, key => AnswerAsync(() => new Repo<TKey>(Db.Within(TimeSpan.FromMinutes(5))).GetAsync(key, Token)));

    private async ValueTask AssertLikeAsync<TKey>(TKey[] keys, Func<TKey, ValueTask<object?>> alone)
        where TKey : notnull
    {
        var (rows, _) = await TogetherAsync(keys, 300);
        var known = new Dictionary<TKey, object?>(SameKey<TKey>.Comparer);
        for (var i = 0; i < keys.Length; i++)
        {
            if (!known.TryGetValue(keys[i], out var expected))
            {
                known.Add(keys[i], expected = await alone(keys[i]));
            }

            var actual = rows[i] is Keyed<TKey> row ? row.Number : rows[i];
            Assert.True(Equals(expected, actual), $"Key {i} '{keys[i]}' is {expected ?? "nothing"} alone and {actual ?? "nothing"} together.");
        }
    }

    /// <summary>Asks for all keys at once, the first of them while no connection is free, so that the others share.</summary>
    private async ValueTask<(object?[] Rows, long Opened)> TogetherAsync<TKey>(TKey[] keys, int? maxKeys)
        where TKey : notnull
    {
        await using var db = Reopen(o =>
        {
            (o.Connections.MaxConnections, o.Coalescing.MaxInFlight, o.Coalescing.MaxKeys) = (1, 1, maxKeys ?? 1_000);
            o.Retry.MaxRetries = 2;
        });
        var held = await HoldAsync(db);
        var first = AnswerAsync(() => new Repo<TKey>(db).GetAsync(keys[0], Token)).AsTask();
        var gets = keys.Select(key => AnswerAsync(() => new Repo<TKey>(db).GetAsync(key, Token), whole: true).AsTask()).ToList();
        await ReleaseAsync(held);
        await first;
        return (await Task.WhenAll(gets), db.Connections.Statistics.Opened);
    }

    private async ValueTask<object?> AloneAsync<TKey>(TKey key)
        where TKey : notnull
    {
        await using var lease = await Db.Connections.AcquireAsync(ConnectionRole.Reader, Token);
        var command = lease.Connection.CreateCommand();
        await using (command)
        {
            var parameter = Db.Provider.CreateParameter(0, typeof(TKey));
            parameter.Value = Db.Provider.ToDriverValue(key);
            command.Parameters.Add(parameter);
            var place = new System.Text.StringBuilder();
            Db.Dialect.AppendParameter(place, 0);
            command.CommandText = $"select number from keyed where id = {place}";
            try
            {
                var numbers = new List<int>();
                await using var reader = await command.ExecuteReaderAsync(Token);
                while (await reader.ReadAsync(Token))
                {
                    numbers.Add(reader.GetInt32(0));
                }

                return numbers.Count switch { 0 => null, 1 => numbers[0], _ => Many };
            }
            catch (Exception exception) when (exception is DbException or ArgumentException or FormatException or OverflowException)
            {
                lease.Invalidate();
                return Rejected;
            }
        }
    }

    /// <summary>The row or its number; or what stands for an error.</summary>
    private static async ValueTask<object?> AnswerAsync<TKey>(Func<ValueTask<Keyed<TKey>?>> get, bool whole = false)
        where TKey : notnull
    {
        try
        {
            var row = await get();
            return whole ? row : row?.Number;
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("more than one", StringComparison.Ordinal))
        {
            return Many;
        }
        catch (Exception exception) when (exception is not PoolTimeoutException)
        {
            return Rejected;
        }
    }

    private static async ValueTask<ConnectionLease[]> HoldAsync(Database db)
        => [await db.Connections.AcquireAsync(ConnectionRole.Reader, Token)];

    private static async ValueTask ReleaseAsync(ConnectionLease[] leases)
    {
        foreach (var lease in leases)
        {
            await lease.DisposeAsync();
        }
    }

    private sealed class Repo<TKey>(DatabaseSession session) : Repository<Keyed<TKey>, TKey>(session)
        where TKey : notnull;
}
