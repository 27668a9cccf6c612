using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using DataAccess.Conformance;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>The keys of a writer on servers that tell auto_increment numbers only.</summary>
public abstract class MySqlWriterKeysSuite(TestEngine engine) : WriterKeysSuite(engine)
{
    protected override string GeneratedKey => "bigint not null auto_increment primary key";

    protected override string PartsTable => "create table issues (tenant int not null, id bigint not null auto_increment, text varchar(20) not null, primary key (tenant, id), key (id))";

    // A trigger of these servers can only fail.
    protected override string? SwallowSql => null;

    [Fact]
    public async Task A_key_that_a_trigger_sets_is_not_told_and_its_row_is_rejected_alone()
    {
        await RunAsync("create trigger numbers before insert on notes for each row set new.id = if(new.text = 'odd', 77, new.id)");
        await using var writer = Create(exactlyOnce: true, static o => o.Linger = TimeSpan.FromMilliseconds(200));

        var written = Write(writer, "a", "odd", "b");

        Assert.Contains("the column is not auto_increment", (await Assert.ThrowsAsync<RowRejectedException>(() => written[1])).Message, StringComparison.Ordinal);
        var (first, last) = (await written[0], await written[2]);
        var stored = await StoredAsync();
        Assert.Equal(("a", "b", 2), (stored[first], stored[last], stored.Count));
    }

    [Fact]
    public async Task A_column_without_auto_increment_stores_nothing()
    {
        await RunAsync("drop table notes");
        await RunAsync("create table notes (id bigint not null default 77 primary key, text varchar(20) not null, weight int)");
        await using var writer = Create(exactlyOnce: false);

        var told = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAndGetKeyAsync<long>(Row("a"), Token));

        Assert.Contains("the column is not auto_increment", told.Message, StringComparison.Ordinal);
        Assert.Empty(await StoredAsync());
    }

    [Fact]
    public void A_generated_key_that_is_no_number_is_refused_when_the_writer_is_created()
    {
        var told = Assert.Throws<MappingException>(() => Db.CreateWriter<Token16>(new() { ReturnsKeys = true }));

        Assert.Contains("auto_increment", told.Message, StringComparison.Ordinal);
    }

    /// <summary>A row with an identifier that the server would generate.</summary>
    [Table("tokens")]
    public sealed record Token16([property: Key, DatabaseGenerated(DatabaseGeneratedOption.Identity)] Guid Id, string Text);
}
