using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A row whose values cannot be read, as a getter throws or JSON cannot be written: it is rejected, and no other row is harmed.</summary>
public abstract partial class UnreadableRowSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A row for every way that a batch of this engine goes: one row, some, many, and so many that they are streamed.</summary>
    public static TheoryData<int, ConflictAction, bool> Ways { get; } = Combined();

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table unreadable (id int not null primary key, label varchar(40), level int, mark {TypeOf<double>()})");

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_getter_that_throws_costs_its_row(int rows, ConflictAction onConflict, bool exactlyOnce)
    {
        // In the middle, twice side by side, and at the end.
        HashSet<int> bad = [rows, .. rows < 10 ? [] : new[] { rows / 2, (rows / 2) + 1 }];
        var letters = new List<FailedRow<Probe>>();
        await using var writer = Db.CreateWriter(Map(bad), new()
        {
            OnConflict = onConflict,
            ExactlyOnce = exactlyOnce,
            DeadLetter = (failed, _) =>
            {
                letters.Add(failed);
                return default;
            },
        });
        await writer.EnsureLedgerAsync(Token);

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, rows).Select(static i => new Probe(i)), Token);

        Assert.Equal((rows - bad.Count, bad.Count, 0, 0), (summary.Committed, summary.Rejected, summary.NotPersisted, summary.Unknown));
        Assert.Equal(Enumerable.Range(1, rows).Where(i => !bad.Contains(i)), await StoredAsync());
        Assert.Equal(bad.Order(), letters.Select(static l => l.Row.Id).Order());
        Assert.All(letters, static l =>
        {
            Assert.Equal((RowOutcome.Rejected, FailureKind.Rejected), (l.Outcome, l.Failure.Kind));
            Assert.Contains("InvalidTimeZoneException", l.Failure.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("secret", l.Failure.Message, StringComparison.Ordinal);
        });
        Assert.Equal((0L, 0L), (writer.Statistics.Queued, writer.Statistics.QueuedBytes));
    }

    [Fact]
    public async Task Each_caller_hears_of_his_own_row()
    {
        HashSet<int> bad = [3, 77];
        await using var writer = Db.CreateWriter(Map(bad));

        var errors = await Task.WhenAll(Enumerable.Range(1, 100).Select(i => Record.ExceptionAsync(async () => await writer.WriteAsync(new Probe(i), Token)).AsTask()));

        Assert.Equal([3, 77], Enumerable.Range(1, 100).Where(i => errors[i - 1] is not null));
        Assert.All(errors.OfType<Exception>(), static error =>
        {
            var inner = Assert.IsType<RowRejectedException>(error).InnerException;
            Assert.IsType<InvalidTimeZoneException>(inner);
        });
        Assert.Equal(98, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task Every_getter_may_throw_and_the_writer_goes_on()
    {
        var broken = true;
        var map = new TableMap<Probe>(
            new TableName("unreadable"),
            [Key(static _ => false), ColumnMap<Probe>.Create("level", p => broken ? throw new InvalidTimeZoneException() : p.Id)]);
        await using var writer = Db.CreateWriter(map);

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, 4_000).Select(static i => new Probe(i)), Token);
        broken = false;
        await writer.WriteAsync(new Probe(5_000), Token);

        Assert.Equal((0L, 4_000L), (summary.Committed, summary.Rejected));
        Assert.Equal([5_000], await StoredAsync());
    }

    [Fact]
    public async Task A_getter_that_throws_once_costs_no_more_than_its_row()
    {
        var calls = 0;
        var map = new TableMap<Probe>(
            new TableName("unreadable"),
            [Key(static _ => false), ColumnMap<Probe>.Create("level", p => p.Id == 40 && Interlocked.Increment(ref calls) == 1 ? throw new TimeoutException() : p.Id)]);
        await using var writer = Db.CreateWriter(map);

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, 100).Select(static i => new Probe(i)), Token);

        Assert.Equal(100, summary.Committed + summary.Rejected);
        Assert.InRange(summary.Rejected, 0, 1);
        Assert.Equal(summary.Committed, (await StoredAsync()).Count);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(3_000)]
    public async Task Json_that_cannot_be_written_costs_its_row_of_a_stream(int rows)
    {
        await RunAsync("create table looped (id int not null primary key, self text)");
        await using var writer = Db.CreateWriter<Looped>();

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, rows).Select(i => Looped.Of(i, isEndless: i == rows - 5)), Token);

        Assert.Equal((rows - 1, 1), (summary.Committed, summary.Rejected));
        Assert.Contains("Looped.Self", summary.FirstFailure?.Message, StringComparison.Ordinal);
        Assert.Equal(rows - 1, await Db.QuerySingleAsync<int>($"select count(*) from looped", Token));
    }

    [Fact]
    public async Task A_value_that_becomes_unwritable_after_it_was_admitted_costs_its_row()
    {
        await RunAsync("create table looped (id int not null primary key, self text)");
        await using var writer = Db.CreateWriter<Looped>(new() { Linger = TimeSpan.FromSeconds(30) });
        var rows = Enumerable.Range(1, 20).Select(static i => Looped.Of(i, isEndless: false)).ToList();
        var writes = rows.ConvertAll(row => Record.ExceptionAsync(async () => await writer.WriteAsync(row, Token)).AsTask());

        rows[7].Self = Looped.Of(8, isEndless: true);
        await writer.FlushAsync(Token);

        var errors = await Task.WhenAll(writes);
        Assert.IsType<MappingException>(Assert.IsType<RowRejectedException>(errors[7]).InnerException);
        Assert.Equal(19, errors.Count(static e => e is null));
        Assert.Equal(19, await Db.QuerySingleAsync<int>($"select count(*) from looped", Token));
    }

    [Fact]
    public async Task A_key_that_cannot_be_read_costs_its_row_also_where_keys_are_compared()
    {
        await using var writer = Db.CreateWriter(
            new TableMap<Probe>(
                new TableName("unreadable"),
                [Key(static id => id == 5), ColumnMap<Probe>.Create("level", static p => p.Id)]),
            new() { OnConflict = ConflictAction.Update });

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, 30).Select(static i => new Probe(i)), Token);

        Assert.Equal((29L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal(29, (await StoredAsync()).Count);
    }

    private static TheoryData<int, ConflictAction, bool> Combined()
    {
        var data = new TheoryData<int, ConflictAction, bool>();
        foreach (var rows in new[] { 1, 2, 60, 1_500, 6_000 })
        {
            data.Add(rows, ConflictAction.Error, false);
            data.Add(rows, ConflictAction.Error, true);
            data.Add(rows, ConflictAction.Update, false);
        }

        return data;
    }

    private static ColumnMap<Probe> Key(Func<int, bool> isBad)
        => ColumnMap<Probe>.Create("id", p => isBad(p.Id) ? throw new InvalidTimeZoneException("a secret") : p.Id, new ColumnTraits { IsKey = true });

    private static TableMap<Probe> Map(HashSet<int> bad)
        => new(
            new TableName("unreadable"),
            [
                Key(static _ => false),
                ColumnMap<Probe>.CreateReference("label", static p => $"row {p.Id}"),
                ColumnMap<Probe>.CreateNullable("level", p => p.Id % 2 == 0 && bad.Contains(p.Id) ? throw new InvalidTimeZoneException("a secret") : (int?)p.Id),
                ColumnMap<Probe>.Create("mark", p => p.Id % 2 == 1 && bad.Contains(p.Id) ? throw new InvalidTimeZoneException("a secret") : (double)p.Id),
            ]);

    private async ValueTask<IReadOnlyList<int>> StoredAsync() => await Db.QueryAsync<int>($"select id from unreadable order by id", Token);

    /// <summary>A row that is a number.</summary>
    public sealed record Probe(int Id);

    /// <summary>A row whose JSON may hold itself.</summary>
    [Table("looped")]
    public sealed class Looped
    {
        public int Id { get; set; }

        [Column(TypeName = "json")]
        public Looped? Self { get; set; }

        public static Looped Of(int id, bool isEndless)
        {
            var row = new Looped { Id = id };
            row.Self = isEndless ? row : null;
            return row;
        }
    }
}
