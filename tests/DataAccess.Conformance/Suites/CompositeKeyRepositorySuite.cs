using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Keys of several columns: as tuples and as records, alone and together.</summary>
public abstract partial class CompositeKeyRepositorySuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A table <c>issues</c> with the key (tenant, id), of which the database makes the id.</summary>
    protected abstract string GeneratedTable { get; }

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(
            $"create table order_lines (product varchar(20) not null, order_number {TypeOf<int>()} not null, quantity {TypeOf<int>()} not null, note varchar(50), primary key (order_number, product))");
        await RunAsync($"create table cells (x {TypeOf<int>()} not null, y {TypeOf<long>()} not null, id {TypeOf<Guid>()} not null, kind {TypeOf<short>()} not null, text varchar(20), primary key (x, y, id, kind))");
    }

    [Fact]
    public async Task Every_method_works_with_a_tuple_and_with_a_record()
    {
        var (tuples, records) = (new TupleLines(Db), new RecordLines(Db));

        Assert.Equal((1, "pen"), await tuples.InsertAsync(new Line("pen", 1, 10), Token));
        Assert.Equal(new LineKey("ink", 1), await records.InsertAsync(new Line("ink", 1, 20), Token));
        await tuples.InsertManyAsync([new Line("pen", 2, 30), new Line("cap", 2, 40)], Token);

        Assert.Equal(new Line("ink", 1, 20), await tuples.GetAsync((1, "ink"), Token));
        Assert.Equal(new Line("ink", 1, 20), await records.GetAsync(new LineKey("ink", 1), Token));
        Assert.Null(await tuples.GetAsync((2, "ink"), Token));
        Assert.Equal([10, 40], (await tuples.GetManyAsync([(1, "pen"), (2, "cap"), (2, "ink"), (1, "pen")], Token)).Select(static l => l.Quantity).Order());
        Assert.Equal([30], (await records.GetManyAsync([new LineKey("pen", 2)], Token)).Select(static l => l.Quantity));
        Assert.Equal((true, false), (await tuples.ExistsAsync((2, "pen"), Token), await records.ExistsAsync(new LineKey("cap", 1), Token)));

        Assert.True(await tuples.UpdateAsync(new Line("pen", 2, 31, "more"), Token));
        Assert.True(await tuples.UpdateAsync(new Line("cap", 2, 41, "not written"), static l => l.Quantity, Token));
        Assert.False(await records.UpdateAsync(new Line("cap", 1, 1), Token));
        await tuples.UpsertAsync(new Line("pen", 1, 11), Token);
        await records.UpsertAsync(new Line("dye", 1, 50), Token);
        Assert.Equal((true, false), (await tuples.DeleteAsync((1, "ink"), Token), await records.DeleteAsync(new LineKey("ink", 1), Token)));

        Assert.Equal(
            [new Line("dye", 1, 50), new Line("pen", 1, 11), new Line("cap", 2, 41), new Line("pen", 2, 31, "more")],
            await tuples.QueryAsync($"order by order_number, product", Token));
    }

    [Fact]
    public async Task Many_rows_are_found_and_counted_by_their_keys()
    {
        var cells = new Cells(Db);
        var rows = Enumerable.Range(0, 1_500).Select(static i => new Cell(i % 7, i, Guid.NewGuid(), (Kind)(i % 3))).ToList();
        await cells.InsertManyAsync(rows, Token);

        var found = await cells.GetManyAsync([.. rows.Select(KeyOf), (7, 1, Guid.NewGuid(), Kind.Round)], Token);

        Assert.Equal(rows.OrderBy(static c => c.Y), found.OrderBy(static c => c.Y));
    }

    [Fact]
    public async Task Pages_follow_each_other_by_the_whole_key()
    {
        var lines = new TupleLines(Db);
        await lines.InsertManyAsync(Enumerable.Range(0, 60).Select(static i => new Line($"p{i % 20:00}", i / 20, i)), Token);

        var page = await lines.PageAsync(7, cancellationToken: Token);
        var seen = page.Items.ToList();
        while (page.HasMore)
        {
            // The row need not be there any more.
            await lines.DeleteAsync(page.Last, Token);
            page = await lines.PageAfterAsync(page.Last, 7, $"quantity >= {0}", Token);
            seen.AddRange(page.Items);
        }

        Assert.Equal(Enumerable.Range(0, 60), seen.Select(static l => l.Quantity));
        Assert.Equal([50], (await new RecordLines(Db).PageAfterAsync(new LineKey("p09", 2), 1, cancellationToken: Token)).Items.Select(static l => l.Quantity));
    }

    [Fact]
    public async Task A_generated_part_of_a_key_is_given_back()
    {
        await RunAsync(GeneratedTable);
        var issues = new Issues(Db);

        var first = await issues.InsertAsync(new Issue(7, 0, "a"), Token);
        var second = await issues.InsertAsync(new Issue(8, 0, "b"), Token);

        Assert.Equal((7, 8), (first.Tenant, second.Tenant));
        Assert.NotEqual(first.Id, second.Id);
        Assert.Equal("a", (await issues.GetAsync(first, Token))?.Text);
        Assert.Equal("b", (await issues.GetAsync(second, Token))?.Text);
        Assert.Null(await issues.GetAsync(first with { Tenant = 8 }, Token));

        var keys = await issues.InsertManyAsync(Enumerable.Range(0, 50).Select(static i => new Issue(i % 3, 0, $"i{i}")), Token);
        var stored = (await issues.GetManyAsync([.. keys], Token)).ToDictionary(static i => new IssueKey(i.Tenant, i.Id), static i => i.Text);
        Assert.Equal(Enumerable.Range(0, 50).Select(static i => $"i{i}"), keys.Select(key => stored[key]), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_null_part_is_told_before_anything_is_sent()
    {
        var lines = new TupleLines(Db);

        foreach (var call in (Func<Task>[])
        [
            async () => await lines.GetAsync((1, null!), Token),
            async () => await lines.GetManyAsync([(1, "pen"), (1, null!)], Token),
            async () => await lines.ExistsAsync((1, null!), Token),
            async () => await lines.DeleteAsync((1, null!), Token),
            async () => await lines.PageAfterAsync((1, null!), 5, cancellationToken: Token),
            async () => await new RecordLines(Db).GetAsync(new LineKey(null!, 1), Token),
        ])
        {
            Assert.Contains("The key of Line has no Product", (await Assert.ThrowsAsync<ArgumentException>(call)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_key_type_that_does_not_fit_is_told_with_one_that_does()
    {
        foreach (var (make, problem) in new (Action Make, string Problem)[]
        {
            (() => _ = new Lines<(string, int)>(Db), "has String where OrderNumber is Int32"),
            (() => _ = new Lines<(int, string, int)>(Db), "has 3 parts"),
            (() => _ = new Lines<string>(Db), "key type String has no constructor"),
            (() => _ = new Lines<(int, int?)>(Db), "has Int32? where Product is String"),
            (() => _ = new Lines<OtherKey>(Db), "key type OtherKey has no constructor with a parameter for each of them"),
        })
        {
            var error = Assert.Throws<MappingException>(make);
            Assert.Contains(problem, error.Message, StringComparison.Ordinal);
            Assert.Contains("Use the tuple (Int32 OrderNumber, String Product)", error.Message, StringComparison.Ordinal);
        }
    }

    private static (int X, long Y, Guid Id, Kind Kind) KeyOf(Cell cell) => (cell.X, cell.Y, cell.Id, cell.Kind);

    public enum Kind : short
    {
        Flat,
        Round,
        Deep,
    }

    [Row]
    [Table("order_lines")]
    public sealed record Line(
        [property: Key, Column(Order = 2)] string Product, [property: Key, Column(Order = 1)] int OrderNumber, int Quantity, string? Note = null);

    [Row]
    [Table("cells")]
    public sealed record Cell([property: Key] int X, [property: Key] long Y, [property: Key] Guid Id, [property: Key] Kind Kind, string? Text = null);

    [Row]
    [Table("issues")]
    public sealed record Issue([property: Key] int Tenant, [property: Key, DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Text);

    /// <summary>Its comparison is not that of the database.</summary>
    public sealed record LineKey(string Product, int OrderNumber)
    {
        public bool Equals(LineKey? other) => other is not null && OrderNumber == other.OrderNumber && string.Equals(Product, other.Product, StringComparison.OrdinalIgnoreCase);

        public override int GetHashCode() => OrderNumber;
    }

    public sealed record OtherKey(string Product, long OrderNumber);

    [StructLayout(LayoutKind.Auto)]
    public readonly record struct IssueKey(int Tenant, long Id);

    private sealed class TupleLines(DatabaseSession db) : Repository<Line, (int, string)>(db);

    private sealed class RecordLines(DatabaseSession db) : Repository<Line, LineKey>(db);

    private sealed class Lines<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TKey>(DatabaseSession db) : Repository<Line, TKey>(db)
        where TKey : notnull;

    private sealed class Cells(DatabaseSession db) : Repository<Cell, (int X, long Y, Guid Id, Kind Kind)>(db);

    private sealed class Issues(DatabaseSession db) : Repository<Issue, IssueKey>(db);
}
