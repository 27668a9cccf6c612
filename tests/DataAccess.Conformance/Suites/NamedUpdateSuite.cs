using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>An update of named members writes their columns and no others.</summary>
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

    [Table("documents")]
    public sealed record Document(int Id, string? Title, string? Body, [property: Column("size_in_pages")] int Pages, [property: ConcurrencyCheck] int Version);

    public sealed class Documents(DatabaseSession db) : Repository<Document, int>(db);
}
