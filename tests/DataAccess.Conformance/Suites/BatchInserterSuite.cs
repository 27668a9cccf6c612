using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Mapping;
using DataAccess.Providers;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>
/// The provider's inserter by itself, at every batch size at which it may take another way: all rows or none, the ledger with
/// them, and the rejected row by its name.
/// </summary>
public abstract partial class BatchInserterSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A size for each way that an inserter may take.</summary>
    public static TheoryData<int> Sizes { get; } = [1, 2, 100, 3_000, 10_000];

    /// <summary>The column type that holds JSON on this engine.</summary>
    protected virtual string JsonType => "json";

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(
            $"create table readings (sequence {TypeOf<long>()} not null primary key, sensor varchar(20) not null, level {TypeOf<double>()}, check (level is null or level < 1000))");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task Every_type_comes_back_as_it_was(int size)
    {
        await EveryTypeTable.CreateAsync(Db, JsonType);
        var sent = EveryTypeSamples.Make(size, Engine);

        await InsertAsync(InserterFor<EveryType>(), sent);

        var read = await Db.QueryAsync<EveryType>($"select * from every_type order by id", Token);
        Assert.Equal(size, read.Count);
        for (var i = 0; i < size; i++)
        {
            EveryTypeTable.AssertSame(sent[i], read[i]);
        }
    }

    [Fact]
    public async Task Batches_of_all_sizes_may_follow_each_other_on_one_inserter()
    {
        var inserter = InserterFor<Reading>();
        var next = 0;
        foreach (var size in new[] { 3_000, 1, 100, 2, 3_000, 5, 1, 100 })
        {
            await InsertAsync(inserter, Rows(size, next));
            next += size;
        }

        Assert.Equal(Rows(next).Select(Show), (await StoredAsync()).Select(Show), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_row_of_a_mebibyte_goes_with_the_others()
    {
        await RunAsync($"create table letters (id {TypeOf<int>()} not null primary key, body {TypeOf<string>()}, scan {TypeOf<byte[]>()})");
        var inserter = InserterFor<Letter>();
        var body = string.Concat(Enumerable.Repeat("0123456789\u20ac\U0001F600", 1 << 16));
        var scan = new byte[1 << 20];
        new Random(1).NextBytes(scan);
        var next = 0;
        foreach (var size in new[] { 1, 2, 3_000 })
        {
            var rows = Enumerable.Range(next, size).Select(i => new Letter { Id = i, Body = i == next ? body : "short", Scan = i == next ? scan : [] }).ToArray();
            await InsertAsync(inserter, rows);
            var large = await Db.QuerySingleAsync<Letter>($"select * from letters where id = {next}", Token);
            Assert.Equal(body, large.Body);
            Assert.True(scan.AsSpan().SequenceEqual(large.Scan));
            next += size;
        }

        Assert.Equal(next, await Db.QuerySingleAsync<long>($"select count(*) from letters", Token));
    }

    /// <summary>An inserter of this engine.</summary>
    protected BatchInserter<T> InserterFor<T>(ConflictAction onConflict = ConflictAction.Error)
        where T : notnull
        => Db.Provider.CreateInserter(TableMap.For<T>(), onConflict);

    /// <summary>Sends one batch as the writer does.</summary>
    protected async ValueTask<BatchAttempt<T>> InsertAsync<T>(
        BatchInserter<T> inserter, T[] rows, Guid? batchId = null, CancellationToken? cancellationToken = null, Database? database = null)
    {
        var db = database ?? Db;
        var token = cancellationToken ?? Token;
        var attempt = new BatchAttempt<T>(rows, batchId);
        await using var lease = await db.Connections.AcquireAsync(ConnectionRole.Writer, token);
        try
        {
            return await lease.Physical.RunAsync(
                static async (physical, work, ct) =>
                {
                    await work.Inserter.InsertAsync(new BatchConnection(physical.Connection, physical.Statements), work.Attempt, ct);
                    return work.Attempt;
                },
                (Inserter: inserter, Attempt: attempt),
                token);
        }
        catch (Exception exception)
        {
            var failure = db.Provider.Classify(exception);
            if (failure.Kind == FailureKind.Cancelled)
            {
                lease.Physical.MarkDirty();
            }
            else if (!failure.ServerAnswered)
            {
                lease.Invalidate();
            }

            throw;
        }
    }

    /// <summary>Good rows, numbered from <paramref name="first"/>.</summary>
    protected static Reading[] Rows(int count, int first = 0)
        => [.. Enumerable.Range(first, count).Select(static i => new Reading { Sequence = i, Sensor = $"s{i % 7}", Level = i % 3 == 0 ? null : (i % 1_000) / 4.0 })];

    protected async ValueTask<IReadOnlyList<Reading>> StoredAsync() => await Db.QueryAsync<Reading>($"select * from readings order by sequence", Token);

    protected async ValueTask<IReadOnlyList<Guid>> LedgerAsync()
        => await Db.QueryAsync<Guid>($"select batch_id from dataaccess_ledger where is_committed = {true}", Token);

    protected static string Show(Reading row) => FormattableString.Invariant($"{row.Sequence} {row.Sensor} {row.Level}");

    /// <summary>A row that may be large.</summary>
    [Table("letters")]
    public sealed class Letter
    {
        [Key]
        public int Id { get; set; }

        public string Body { get; set; } = "";

        public byte[] Scan { get; set; } = [];
    }
}
