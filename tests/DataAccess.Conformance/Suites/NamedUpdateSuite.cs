using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>An update or an insert of named members writes their columns and no others.</summary>
public abstract class NamedUpdateSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private Documents Stored => new(Db);

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table documents (id int not null primary key, title varchar(50), body varchar(50), size_in_pages int, version int not null)");
        await RunAsync("insert into documents (id, title, body, size_in_pages, version) values (1, 'old', 'old', 1, 1), (2, 'other', 'other', 2, 1)");
    }

    [Fact]
    public async Task Only_the_named_columns_are_written()
    {
        Assert.True(await Stored.UpdateAsync(new Document(1, "new", "new", 9, 1), static d => new { d.Title, d.Pages }, Token));
        Assert.True(await Stored.UpdateAsync(new Document(2, "new", "new", 9, 1), static d => d.Pages, Token));

        Assert.Equal([new Document(1, "new", "old", 9, 2), new Document(2, "other", "other", 9, 2)], await Stored.QueryAsync($"order by id", Token));
    }

    [Fact]
    public async Task A_version_that_was_changed_and_a_row_that_is_gone_are_told()
    {
        await Assert.ThrowsAsync<ConcurrencyConflictException>(async () => await Stored.UpdateAsync(new Document(1, "new", "new", 9, 7), static d => d.Title, Token));
        Assert.False(await Stored.UpdateAsync(new Document(3, "new", "new", 9, 1), static d => d.Title, Token));

        Assert.Equal("old", (await Stored.GetAsync(1, Token))!.Title);
    }

    [Fact]
    public async Task What_an_update_does_not_write_is_an_error()
    {
        var document = new Document(1, "new", "new", 9, 1);
        var key = await Assert.ThrowsAsync<ArgumentException>(async () => await Stored.UpdateAsync(document, static d => d.Id, Token));
        var length = await Assert.ThrowsAsync<ArgumentException>(async () => await Stored.UpdateAsync(document, static d => new { d.Title!.Length }, Token));

        Assert.Contains("Document.Id", key.Message, StringComparison.Ordinal);
        Assert.Contains("does not name members of Document", length.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Stored.UpdateAsync(document, static d => d.Version, Token));
    }

    [Fact]
    public async Task The_version_that_an_update_leaves_is_given_for_the_next()
    {
        var version = await Stored.UpdateAndGetVersionAsync(new Document(1, "new", "new", 9, 1), Token);
        var next = await Stored.UpdateAndGetVersionAsync(new Document(1, "newer", "newer", 9, (int)version!.Value), static d => d.Title, Token);

        Assert.Equal((2, 3), (version, next));
        Assert.Equal(new Document(1, "newer", "new", 9, 3), await Stored.GetAsync(1, Token));
        Assert.Null(await Stored.UpdateAndGetVersionAsync(new Document(9, "new", "new", 9, 1), Token));
        await Assert.ThrowsAsync<ConcurrencyConflictException>(async () => await Stored.UpdateAndGetVersionAsync(new Document(1, "late", "late", 9, 2), Token));
        var none = await Assert.ThrowsAsync<MappingException>(async () => await new Logs(Db).UpdateAndGetVersionAsync(new Entry(1, "a", "b", 1, 1), Token));
        Assert.Contains("Entry has no version", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_insert_does_not_name_takes_its_columns_default()
    {
        await RunAsync(
            $"create table entries (id int not null primary key, text varchar(50), level varchar(10) default 'info', weight int not null default 7, seen int not null default 3)");
        var logs = new Logs(Db);

        Assert.Equal(1, await logs.InsertAsync(new Entry(1, "a", "sent", 1, 99), static e => e.Text, Token));
        Assert.Equal(2, await logs.InsertAsync(new Entry(2, "b", null, 1, 99), static e => new { e.Id, e.Level, e.Weight }, Token));
        Assert.Equal(3, await logs.InsertAsync(new Entry(3, "c", "sent", 1, 99), Token));
        var generated = await Assert.ThrowsAsync<ArgumentException>(async () => await logs.InsertAsync(new Entry(4, "d", "sent", 1, 99), static e => e.Seen, Token));

        // The database generates Seen, which no insert writes.
        Assert.Equal([new Entry(1, "a", "info", 7, 3), new Entry(2, null, null, 1, 3), new Entry(3, "c", "sent", 1, 3)], await logs.QueryAsync($"order by id", Token));
        Assert.Contains("Entry.Seen has no column that an insert writes", generated.Message, StringComparison.Ordinal);
    }

    [Table("entries")]
    public sealed record Entry(
        int Id, string? Text, string? Level, int Weight, [property: DatabaseGenerated(DatabaseGeneratedOption.Computed)] int Seen);

    private sealed class Logs(DatabaseSession db) : Repository<Entry, int>(db);

    [Table("documents")]
    public sealed record Document(int Id, string? Title, string? Body, [property: Column("size_in_pages")] int Pages, [property: ConcurrencyCheck] int Version);

    public sealed class Documents(DatabaseSession db) : Repository<Document, int>(db);
}
