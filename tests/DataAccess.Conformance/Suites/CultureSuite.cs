using System.Globalization;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>
/// No culture changes what is stored, what is read, or which row a failure names. The culture is also that of the library's own threads, so
/// these tests run alone.
/// </summary>
public abstract class CultureSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A row alone, a statement of many, and what is loaded in bulk.</summary>
    private static readonly int[] Sizes = [1, 100, 3_000];

    public static TheoryData<string> Cultures => [.. TestCultures.Names];

    public static TheoryData<string, int> CulturesAndSizes
        => [.. from name in TestCultures.Names from rows in Sizes select new TheoryDataRow<string, int>(name, rows)];

    [Theory]
    [MemberData(nameof(CulturesAndSizes))]
    public async Task A_batch_stores_the_same(string culture, int rows)
    {
        await EveryTypeTable.CreateAsync(Db, "text");
        var sent = Samples(rows);
        await using var writer = Db.CreateWriter<EveryType>(new() { MaxInFlight = 1 });

        WriteSummary summary;
        using (Under(culture))
        {
            summary = await writer.WriteManyAsync(sent, Token);
        }

        Assert.Equal(rows, summary.Committed);
        AssertSame(sent, await Db.QueryAsync<EveryType>($"select * from every_type order by id", Token));
        Assert.Equal(sent.Count(static row => row.Colour == (ConsoleColor)(-5)), await Db.QuerySingleAsync<long>($"select count(*) from every_type where colour = {"-5"}", Token));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Parameters_and_results_are_the_same(string culture)
    {
        await EveryTypeTable.CreateAsync(Db, "text");
        var sent = Samples(60);
        var all = new EveryTypes(Db);

        using (Under(culture))
        {
            foreach (var row in sent)
            {
                await all.InsertAsync(row, Token);
            }

            AssertSame(sent, await Db.QueryAsync<EveryType>($"select * from every_type order by id", Token));
            AssertSame(sent, [.. (await all.GetManyAsync([.. sent.Select(static row => row.Id)], Token)).OrderBy(static row => row.Id)]);
        }

        AssertSame(sent, await Db.QueryAsync<EveryType>($"select * from every_type order by id", Token));
    }

    [Theory]
    [MemberData(nameof(CulturesAndSizes))]
    public async Task The_row_whose_key_is_taken_is_rejected_alone(string culture, int rows)
    {
        await RunAsync($"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()})");
        await RunAsync("insert into readings (sequence, sensor) values (-1234567, 'old')");
        await using var writer = Db.CreateWriter<Reading>(new() { MaxInFlight = 1 });
        var sent = Enumerable.Range(0, rows).Select(i => new Reading { Sequence = -1_234_567 - i, Sensor = "new", Level = -i / 4.0 }).ToList();

        WriteSummary summary;
        using (Under(culture))
        {
            summary = await writer.WriteManyAsync(sent, Token);
        }

        Assert.Equal((rows - 1L, 1L, 0L), (summary.Committed, summary.Rejected, summary.NotPersisted));
        Assert.Equal("old", await Db.QuerySingleAsync<string>($"select sensor from readings where sequence = {-1_234_567}", Token));
    }

    [Theory]
    [MemberData(nameof(Cultures))]
    public async Task Messages_are_the_same(string culture)
    {
        string[] messages;
        using (Under(culture))
        {
            messages = await MessagesAsync();
        }

        Assert.Equal(await MessagesAsync(), messages);
    }

    private async Task<string[]> MessagesAsync()
    {
        await using var db = Reopen(static o =>
        {
            o.Connections.MaxConnections = 1;
            o.Connections.MaxWaiters = 1;
        });
        await using var held = await db.Connections.AcquireAsync(cancellationToken: Token);
        using var leaves = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var waiter = db.Connections.AcquireAsync(cancellationToken: leaves.Token).AsTask();
        var full = (await Assert.ThrowsAsync<PoolTimeoutException>(async () => await db.Connections.AcquireAsync(cancellationToken: Token))).Message;
        await leaves.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
        var writer = Db.CreateWriter<Reading>();
        await writer.DisposeAsync();
        return
        [
            full,
            Assert.ThrowsAny<Exception>(() => Reopen(static o => o.Connections.MaxConnections = -5)).Message,
            Assert.ThrowsAny<Exception>(() => Reopen(static o => o.Retry.MaxDelay = TimeSpan.FromSeconds(-1.5))).Message,
            Assert.ThrowsAny<Exception>(() => Db.CreateWriter<Reading>(new() { MaxBatchRows = -5, SendTimeout = TimeSpan.FromSeconds(-1.5) })).Message,
            writer.Statistics.ToString(),
            db.Connections.Statistics.ToString(),
        ];
    }

    private static Restored Under(string culture)
    {
        var before = new Restored(CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture);
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = TestCultures.Of(culture);
        return before;
    }

    /// <summary>Rows of every type, some with an enum's value that has no name.</summary>
    private EveryType[] Samples(int rows)
        => [.. EveryTypeSamples.Make(rows, Engine).Select(static (row, i) => i % 5 == 0 ? row with { Colour = (ConsoleColor)(-5) } : row)];

    private static void AssertSame(EveryType[] sent, IReadOnlyList<EveryType> read)
    {
        Assert.Equal(sent.Length, read.Count);
        foreach (var (one, other) in sent.Zip(read))
        {
            EveryTypeTable.AssertSame(one, other);
        }
    }

    private sealed class EveryTypes(DatabaseSession session) : Repository<EveryType, int>(session);

    private sealed class Restored(CultureInfo ofCaller, CultureInfo? ofThreads) : IDisposable
    {
        public void Dispose() => (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (ofCaller, ofThreads);
    }
}
