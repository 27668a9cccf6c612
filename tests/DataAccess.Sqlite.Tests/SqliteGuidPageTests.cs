using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>Pages by identifiers that other programs wrote in lower case, or in both.</summary>
public sealed class SqliteGuidPageTests() : DatabaseSuite(new SqliteEngine())
{
    [Theory]
    [InlineData("lower")]
    [InlineData("upper")]
    [InlineData("both")]
    public async Task Every_row_is_on_one_page(string letters)
    {
        await FillAsync(letters);
        var things = new Things(Db);
        var backwards = PageOrder.ByDescending<Thing>(static t => t.Owner);

        var (seen, seenBackwards) = (new List<Thing>(), new List<Thing>());
        for (var page = await things.PageAsync(7, cancellationToken: Token); page.Items.Count > 0 && Math.Max(seen.Count, seenBackwards.Count) <= 100; page = await things.PageAfterAsync(page.Last, 7, cancellationToken: Token))
        {
            seen.AddRange(page.Items);
        }

        for (var page = await things.PageAsync(7, backwards, cancellationToken: Token); page.Items.Count > 0 && Math.Max(seen.Count, seenBackwards.Count) <= 100; page = await things.PageAfterAsync(page.Last!, 7, backwards, cancellationToken: Token))
        {
            seenBackwards.AddRange(page.Items);
        }

        Assert.Equal(await things.QueryAsync($"order by id", Token), seen);
        Assert.Equal(await things.QueryAsync($"order by owner desc, id desc", Token), seenBackwards);
    }

    [Theory]
    [InlineData("lower")]
    [InlineData("upper")]
    public async Task A_page_follows_a_row_that_is_gone(string letters)
    {
        await FillAsync(letters);
        var things = new Things(Db);
        var whole = await things.QueryAsync($"order by id", Token);

        foreach (var gone in whole.Take(99))
        {
            await things.DeleteAsync(gone.Id, Token);
            Assert.Equal(whole.SkipWhile(t => t != gone).Skip(1).Take(3), (await things.PageAfterAsync(gone.Id, 3, cancellationToken: Token)).Items);
        }
    }

    [Fact]
    public async Task A_page_searches_the_index()
    {
        await FillAsync("lower");
        var id = Guid.NewGuid();

        var plan = await Db.QueryAsync<Step>(
            $"explain query plan select * from things where id > coalesce((select id from things where id = {id} limit 1), case when (select id = lower(id) from (select id from things where id is not null limit 1)) then lower({id}) else {id} end) order by id limit 3", Token);

        Assert.Contains("SEARCH things USING INDEX sqlite_autoindex_things_1 (id>?)", plan.Select(static s => s.Detail), StringComparer.Ordinal);
    }

    private async ValueTask FillAsync(string letters)
    {
        await RunAsync("create table things (id text not null primary key, owner text not null)");
        for (var i = 0; i < 100; i++)
        {
            var isLower = letters == "lower" || (letters == "both" && i % 2 == 0);
            var (id, owner) = ($"{Guid.NewGuid()}", $"{new Guid(i % 9, 0xA, 0xB, [0xC, 0, 0, 0, 0, 0, 0, 0xD])}");
            await RunAsync($"insert into things (id, owner) values ('{(isLower ? id : id.ToUpperInvariant())}', '{(isLower ? owner : owner.ToUpperInvariant())}')");
        }
    }

    [Row]
    [Table("things")]
    public sealed record Thing([property: Key] Guid Id, Guid Owner);

    public sealed record Step(string Detail);

    private sealed class Things(DatabaseSession db) : Repository<Thing, Guid>(db);
}
