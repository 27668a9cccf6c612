using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <content>Keys of several columns, and rows that get no key.</content>
public abstract partial class WriterKeysSuite
{
    /// <summary>The table <c>issues</c>, whose key is <c>tenant</c> and the generated <c>id</c>, with <c>text</c>.</summary>
    protected abstract string PartsTable { get; }

    /// <summary>The trigger that swallows the notes whose text is 'drop'; null where a trigger can only fail.</summary>
    protected abstract string? SwallowSql { get; }

    [Fact]
    public async Task A_key_of_several_columns_has_the_rows_own_parts_and_the_generated_one()
    {
        await RunAsync(PartsTable);
        await using var writer = Db.CreateWriter<Issue>(new() { ReturnsKeys = true });

        var tuples = await Task.WhenAll(Enumerable.Range(0, 30).Select(async i => (Text: $"i{i}", Key: await writer.WriteAndGetKeyAsync<(int Tenant, long Id)>(new Issue(i % 3, 0, $"i{i}"), Token))));
        var record = await writer.WriteAndGetKeyAsync<IssueKey>(new Issue(7, 0, "record"), Token);
        var mismatch = await Assert.ThrowsAsync<MappingException>(async () => await writer.WriteAndGetKeyAsync<long>(new Issue(7, 0, "none"), Token));

        var stored = (await Db.QueryAsync<Issue>($"select * from issues", Token)).ToDictionary(static i => (i.Tenant, i.Id), static i => i.Text);
        Assert.Equal(31, stored.Count);
        Assert.All(tuples, t => Assert.Equal(t.Text, stored[t.Key]));
        Assert.Equal("record", stored[(record.Tenant, record.Id)]);
        Assert.Contains("(Int32 Tenant, Int64 Id)", mismatch.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    public async Task A_swallowed_row_has_no_key_and_is_rejected_alone(int rows)
    {
        if (SwallowSql is null)
        {
            return;
        }

        await RunAsync(SwallowSql);
        await using var writer = Create(exactlyOnce: true, static o => o.Linger = TimeSpan.FromMilliseconds(200));

        var written = Enumerable.Range(0, rows).Select(i => writer.WriteAndGetKeyAsync<long>(Row(i == rows / 2 ? "drop" : $"n{i}"), Token).AsTask()).ToList();

        var told = await Assert.ThrowsAsync<RowRejectedException>(() => written[rows / 2]);
        Assert.Contains("stored 0 of 1 rows", told.Message, StringComparison.Ordinal);
        await Task.WhenAll(written.Where((_, i) => i != rows / 2));
        var stored = await StoredAsync();
        Assert.Equal(rows - 1, stored.Count);
        foreach (var (i, key) in written.Index().Where(w => w.Index != rows / 2))
        {
            Assert.Equal($"n{i}", stored[await key]);
        }
    }

    /// <summary>A row whose key is partly its own.</summary>
    [Table("issues")]
    public sealed record Issue([property: Key] int Tenant, [property: Key, DatabaseGenerated(DatabaseGeneratedOption.Identity)] long Id, string Text);

    /// <summary>The key of such a row.</summary>
    public sealed record IssueKey(int Tenant, long Id);
}
