using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A repository with a filter sees and changes the rows that fit it, and no others, whatever a condition says.</summary>
public abstract class FilterRepositorySuite(TestEngine engine) : DatabaseSuite(engine)
{
    private Notes Seven => new(Db, 7);

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync(
            $"create table notes (id {TypeOf<int>()} not null primary key, tenant {TypeOf<int>()} not null, text varchar(40) not null unique, stars {TypeOf<int>()} not null, deleted_at {TypeOf<DateTime>()})");
        for (var i = 1; i <= 30; i++)
        {
            DateTime? gone = i % 10 == 0 ? new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) : null;
            var text = $"n{i:00}";
            await Db.ExecuteAsync($"insert into notes (id, tenant, text, stars, deleted_at) values ({i}, {7 + (i % 2)}, {text}, {i % 5}, {gone})", Token);
        }
    }

    [Fact]
    public async Task Every_read_is_filtered()
    {
        Assert.Equal("n02", (await Seven.GetAsync(2, Token))?.Text);
        Assert.Equal([null, null], new[] { await Seven.GetAsync(1, Token), await Seven.GetAsync(10, Token) });
        Assert.Equal([2, 4], (await Seven.GetManyAsync([1, 2, 3, 4, 10], Token)).Select(static n => n.Id).Order());
        Assert.Equal((true, false, false), (await Seven.ExistsAsync(2, Token), await Seven.ExistsAsync(1, Token), await Seven.ExistsAsync(10, Token)));
        Assert.Equal(12, await Seven.CountAsync(cancellationToken: Token));
        Assert.Equal(3, await Seven.CountAsync($"where stars = {2} or stars = {2}", Token));
        var streamed = new List<int>();
        await foreach (var note in Seven.StreamAsync($"order by id desc", Token))
        {
            streamed.Add(note.Id);
        }

        Assert.Equal([28, 26, 24, 22, 18, 16, 14, 12, 8, 6, 4, 2], streamed);
        var page = await Seven.PageAfterAsync(4, 3, $"stars = {1} or stars > {0}", Token);
        Assert.Equal([6, 8, 12], page.Items.Select(static n => n.Id));
        Assert.Equal([24, 14], (await Seven.PageAsync(2, PageOrder.ByDescending<Note>(static n => n.Stars), $"id < {28} or id < {26}", Token)).Items.Select(static n => n.Id));
    }

    [Theory]
    [InlineData("where stars = 1 or stars <> 1 order by id", 12)]
    [InlineData("where 1 = 1 or 1 = 1", 12)]
    [InlineData("order by stars desc, id limit 5", 5)]
    [InlineData("where notes.id > 20 order by notes.id limit 10", 4)]
    [InlineData("where text like 'n%' and id in (select max(id) from notes group by stars)", 2)]
    [InlineData("", 12)]
    public async Task A_condition_of_any_form_is_filtered(string condition, int rows)
    {
        var found = await Seven.QueryAsync(condition.Length == 0 ? $"" : SqlStatement.Raw(condition), Token);

        Assert.Equal(rows, found.Count);
        Assert.All(found, static n => Assert.Equal((7, null), (n.Tenant, n.DeletedAt)));
    }

    [Fact]
    public async Task A_filter_may_end_with_a_comment()
    {
        var notes = new CommentedNotes(Db);

        Assert.Equal("n02", (await notes.GetAsync(2, Token))?.Text);
        Assert.Null(await notes.GetAsync(1, Token));
        Assert.Equal(15, await notes.CountAsync(cancellationToken: Token));
        Assert.True(await notes.UpdateAsync(new Note(2, 7, "new", 1, null), Token));
        Assert.Equal([2, 4], (await notes.PageAsync(2, cancellationToken: Token)).Items.Select(static n => n.Id));
        await notes.UpsertAsync(new Note(2, 7, "newer", 1, null), Token);
        Assert.True(await notes.DeleteAsync(2, Token));
        Assert.False(await notes.DeleteAsync(1, Token));
    }

    [Fact]
    public async Task Updates_and_deletes_pass_by_what_does_not_fit()
    {
        var theirs = new Note(1, 7, "mine?", 9, null);

        Assert.False(await Seven.UpdateAsync(theirs, Token));
        Assert.False(await Seven.UpdateAsync(theirs, static n => n.Text, Token));
        Assert.Equal((false, false), (await Seven.DeleteAsync(1, Token), await Seven.DeleteAsync(10, Token)));
        Assert.True(await Seven.UpdateAsync(new Note(2, 7, "changed", 9, null), Token));
        Assert.True(await Seven.UpdateAsync(new Note(4, 7, "", 8, null), static n => n.Stars, Token));
        Assert.True(await Seven.DeleteAsync(6, Token));

        Assert.Equal("n01:1 changed:9 n03:3 n04:8 n05:0", string.Join(' ', (await new AllNotes(Db).QueryAsync($"where id < {7} order by id", Token)).Select(static n => $"{n.Text}:{n.Stars}")));
    }

    [Fact]
    public async Task An_upsert_overwrites_no_row_that_does_not_fit()
    {
        await Seven.UpsertAsync(new Note(2, 7, "over", 1, null), Token);
        await Seven.UpsertAsync(new Note(100, 7, "new", 1, null), Token);
        var theirs = await Assert.ThrowsAsync<RowRejectedException>(async () => await Seven.UpsertAsync(new Note(1, 7, "taken", 1, null), Token));
        var clash = await Record.ExceptionAsync(async () => await Seven.UpsertAsync(new Note(200, 7, "n03", 1, null), Token));

        Assert.Contains("does not fit the repository's filter", theirs.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(clash!).Kind);
        Assert.IsNotType<RowRejectedException>(clash);
        Assert.Equal("n01 over new", string.Join(' ', (await new AllNotes(Db).GetManyAsync([1, 2, 100, 200], Token)).OrderBy(static n => n.Id).Select(static n => n.Text)));
    }

    [Fact]
    public async Task An_upsert_that_is_rejected_leaves_its_transaction_usable()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await Assert.ThrowsAsync<RowRejectedException>(async () => await new Notes(tx, 7).UpsertAsync(new Note(1, 7, "taken", 1, null), ct));
                await new Notes(tx, 7).UpsertAsync(new Note(300, 7, "kept", 1, null), ct);
            },
            Token);

        Assert.Equal(("n01", "kept"), ((await new AllNotes(Db).GetAsync(1, Token))!.Text, (await Seven.GetAsync(300, Token))?.Text));
    }

    [Fact]
    public async Task Callers_that_upsert_the_same_new_row_all_succeed()
    {
        for (var round = 0; round < 20; round++)
        {
            var id = 1_000 + round;
            await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () => await Seven.UpsertAsync(new Note(id, 7, $"t{id}", 1, null), Token), Token)));
        }

        Assert.Equal(20, await Seven.CountAsync($"where id >= {1_000}", Token));
    }

    [Fact]
    public async Task Inserts_are_not_filtered_and_repositories_with_other_filters_share_no_answer()
    {
        Assert.Equal(500, await Seven.InsertAsync(new Note(500, 8, "for another", 1, null), Token));
        await using var db = Reopen(static o => (o.Connections.MaxConnections, o.Coalescing.MaxInFlight) = (1, 1));

        var asked = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => (i % 3) switch
        {
            0 => new Notes(db, 7).GetAsync(500, Token).AsTask(),
            1 => new Notes(db, 8).GetAsync(500, Token).AsTask(),
            _ => new AllNotes(db).GetAsync(500, Token).AsTask(),
        }));

        Assert.All(asked.Index(), static a => Assert.Equal(a.Index % 3 != 0, a.Item is not null));
    }

    [Row]
    [Table("notes")]
    public sealed record Note(int Id, int Tenant, string Text, int Stars, DateTime? DeletedAt);

    private sealed class Notes(DatabaseSession db, int tenant) : Repository<Note, int>(db)
    {
        protected override SqlStatement? Filter => $"deleted_at is null and tenant = {tenant} or 1 = 0";
    }

    private sealed class AllNotes(DatabaseSession db) : Repository<Note, int>(db);

    private sealed class CommentedNotes(DatabaseSession db) : Repository<Note, int>(db)
    {
        protected override SqlStatement? Filter => $"tenant = {7} -- ours";
    }
}
