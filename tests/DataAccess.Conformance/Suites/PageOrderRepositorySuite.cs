using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Pages in any order of a table's columns: each row once, wherever nulls are, also when rows of the page before are gone.</summary>
public abstract class PageOrderRepositorySuite(TestEngine engine) : DatabaseSuite(engine)
{
    private Sales Stored => new(Db);

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(
            $"create table sales (tenant {TypeOf<int>()} not null, id {TypeOf<Guid>()} not null, placed_at {TypeOf<DateTime>()} not null, total {TypeOf<decimal>()}, "
            + $"weight {TypeOf<double>()} not null, share {TypeOf<float>()} not null, note varchar(20), code {TypeOf<int>()}, primary key (tenant, id))");
        var random = new Random(7);
        await Stored.InsertManyAsync(
            Enumerable.Range(0, 200).Select(i => new Sale(
                i % 3,
                Guid.NewGuid(),
                new DateTime(2026, 1, 1 + random.Next(5), 0, 0, 0, DateTimeKind.Utc),
                random.Next(4) == 0 ? null : random.Next(5),
                random.Next(4) / 3.0,
                random.Next(4) / 3f,
                random.Next(3) == 0 ? null : $"n{random.Next(3)}",
                random.Next(3) == 0 ? null : random.Next(3))),
            Token);
    }

    public static TheoryData<int> Orders => [.. Enumerable.Range(0, All.Length)];

    private static PageOrder<Sale>[] All =>
    [
        PageOrder.By<Sale>(static s => s.PlacedAt),
        PageOrder.ByDescending<Sale>(static s => s.PlacedAt),
        PageOrder.By<Sale>(static s => s.PlacedAt).ThenByDescending(static s => s.Total),
        PageOrder.ByDescending<Sale>(static s => s.Total).ThenBy(static s => s.Note).ThenByDescending(static s => s.PlacedAt),
        PageOrder.By<Sale>(static s => s.Total),
        PageOrder.ByDescending<Sale>(static s => s.Note),
        PageOrder.By<Sale>(static s => new { s.Note, s.Code, s.Total }),
        PageOrder.ByDescending<Sale>(static s => new { s.Code, s.Note }),
        PageOrder.By<Sale>(static s => s.Weight).ThenBy(static s => s.Share),
        PageOrder.ByDescending<Sale>(static s => s.Share).ThenBy(static s => s.Tenant),
        PageOrder.By<Sale>(static s => s.Id),
        PageOrder.ByDescending<Sale>(static s => s.Tenant),
    ];

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Pages_of_any_size_are_the_rows_in_their_order(int order)
    {
        var whole = await WholeAsync(All[order]);
        Assert.Equal(200, whole.Distinct().Count());

        foreach (var size in (int[])[1, 7, 50])
        {
            Assert.Equal(whole, await PagesAsync(Stored, All[order], size, filter: null));
        }

        Assert.Equal(whole.Where(static s => s.Code == 1 || s.Note is null), await PagesAsync(Stored, All[order], 7, $"code = {1} or note is null"));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task A_page_follows_a_row_that_is_gone(int order)
    {
        var whole = await WholeAsync(All[order]);
        var page = await Stored.PageAsync(20, All[order], cancellationToken: Token);
        foreach (var row in page.Items)
        {
            await Stored.DeleteAsync((row.Tenant, row.Id), Token);
        }

        Assert.Equal(whole[20..40], (await Stored.PageAfterAsync(page.Last!, 20, All[order], cancellationToken: Token)).Items);
    }

    [Fact]
    public async Task An_order_ends_with_the_key_in_the_direction_of_its_last_member()
    {
        Assert.Equal(await Stored.QueryAsync($"order by note, placed_at desc, tenant desc, id desc", Token), await WholeAsync(PageOrder.By<Sale>(static s => s.Note).ThenByDescending(static s => s.PlacedAt)));
        Assert.Equal(await Stored.QueryAsync($"order by id desc, code, tenant", Token), await WholeAsync(PageOrder.ByDescending<Sale>(static s => s.Id).ThenBy(static s => s.Code)));
    }

    [Fact]
    public async Task Nulls_are_where_the_database_sorts_them()
    {
        var last = Db.Provider.SystemName == "postgresql";

        var up = (await Stored.PageAsync(200, PageOrder.By<Sale>(static s => s.Total), cancellationToken: Token)).Items.Select(static s => s.Total is null).ToList();
        var down = (await Stored.PageAsync(200, PageOrder.ByDescending<Sale>(static s => s.Total), cancellationToken: Token)).Items.Select(static s => s.Total is null).ToList();

        Assert.Equal(last ? up.Order() : up.OrderDescending(), up);
        Assert.Equal((!last, last), (up[0], up[^1]));
        Assert.Equal((last, !last), (down[0], down[^1]));
    }

    [Fact]
    public async Task An_order_by_what_is_no_column_is_told()
    {
        var none = await Assert.ThrowsAsync<ArgumentException>(async () => await Stored.PageAsync(5, PageOrder.By<Sale>(static s => s.IsLarge), cancellationToken: Token));
        var length = Assert.Throws<ArgumentException>(() => PageOrder.By<Sale>(static s => s.Note!.Length));
        var keyless = await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await Stored.PageAsync(0, All[0], cancellationToken: Token));

        Assert.Contains("Sale.IsLarge has no column by which rows could be sorted", none.Message, StringComparison.Ordinal);
        Assert.Contains("does not name members of Sale", length.Message, StringComparison.Ordinal);
        Assert.Equal("size", keyless.ParamName);
    }

    private async Task<List<Sale>> WholeAsync(PageOrder<Sale> order)
        => [.. (await Stored.PageAsync(1_000, order, cancellationToken: Token)).Items];

    private static async Task<List<Sale>> PagesAsync(Sales sales, PageOrder<Sale> order, int size, SqlStatement? filter)
    {
        var page = await sales.PageAsync(size, order, filter, Token);
        var rows = page.Items.ToList();
        while (page.HasMore && rows.Count <= 200)
        {
            page = await sales.PageAfterAsync(page.Last!, size, order, filter, Token);
            Assert.NotEmpty(page.Items);
            rows.AddRange(page.Items);
        }

        return rows;
    }

    [Row]
    [Table("sales")]
    public sealed record Sale(
        [property: Key] int Tenant, [property: Key] Guid Id, DateTime PlacedAt, decimal? Total, double Weight, float Share, string? Note, int? Code)
    {
        [NotMapped]
        public bool IsLarge => Total > 100;
    }

    private sealed class Sales(DatabaseSession db) : Repository<Sale, (int, Guid)>(db);
}
