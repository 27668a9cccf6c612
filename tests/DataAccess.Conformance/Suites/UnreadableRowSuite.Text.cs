using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Half a surrogate pair, which drivers would replace with another character.</summary>
public abstract partial class UnreadableRowSuite
{
    private const string Half = "a\uD800b";

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(1_500)]
    [InlineData(6_000)]
    public async Task Half_a_surrogate_pair_costs_its_row(int size)
    {
        await MakeWordsAsync();
        var letters = new List<FailedRow<Word>>();
        await using var writer = Db.CreateWriter<Word>(new()
        {
            DeadLetter = (failed, _) =>
            {
                letters.Add(failed);
                return default;
            },
        });
        Word[] bad =
        [
            Good(100_001) with { Label = Half },
            Good(100_002) with { Label = "\uDC00\uD83D" },
            Good(100_003) with { Letter = '\uDFFF' },
            Good(100_004) with { Note = [Half] },
            Good(100_005) with { Numbers = new(StringComparer.Ordinal) { [Half] = 1 } },
        ];
        var good = Enumerable.Range(1, size).Select(Good).ToArray();

        var summary = await writer.WriteManyAsync([.. good[..(size / 2)], .. bad, .. good[(size / 2)..]], Token);
        var told = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(bad[0], Token));
        await writer.FlushAsync(Token);

        Assert.Equal((size, 5L), (summary.Committed, summary.Rejected));
        Assert.Equal(
            ["label", "label", "letter", "note", "numbers"],
            letters.OrderBy(static l => l.Row.Id).Select(static l => l.Failure.Message.Split('\'')[1]),
            StringComparer.Ordinal);
        Assert.All(letters, static l => Assert.Contains("an unpaired surrogate (U+D", l.Failure.Message, StringComparison.Ordinal));
        Assert.IsType<MappingException>(told.InnerException);
        Assert.Equal(size, await Db.QuerySingleAsync<int>($"select count(*) from words", Token));
        var stored = await Db.QuerySingleAsync<Word>($"select * from words where id = {size}", Token);
        Assert.Equal((Good(size).Label, "😀\uFFFD"), (stored.Label, stored.Note?[0]));
    }

    [Fact]
    public async Task A_statement_and_a_repository_refuse_half_a_surrogate_pair_before_it_is_sent()
    {
        await MakeWordsAsync();
        string[] list = ["a", Half];

        var errors = new[]
        {
            await Assert.ThrowsAsync<ArgumentException>(async () => await Db.ExecuteAsync($"insert into words (id, label) values (1, {Half})", Token)),
            await Assert.ThrowsAsync<ArgumentException>(async () => await Db.QueryAsync<int>($"select id from words where label in {list}", Token)),
            await Assert.ThrowsAsync<ArgumentException>(async () => await Db.QueryAsync<int>($"select id from words where letter = {'\uD800'}", Token)),
        };
        var rejected = await Assert.ThrowsAsync<RowRejectedException>(async () => await new Words(Db).InsertAsync(Good(1) with { Label = Half }, Token));

        Assert.All(errors, static e => Assert.Contains("an unpaired surrogate (U+D800", e.Message, StringComparison.Ordinal));
        Assert.Contains("'label'", rejected.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from words", Token));
    }

    [Fact]
    public async Task A_getter_that_throws_refuses_the_rows_of_a_repository()
    {
        await MakeWordsAsync();
        var words = new Touchies(Db);

        Exception[] errors =
        [
            await Assert.ThrowsAsync<RowRejectedException>(async () => await words.InsertAsync(new Touchy(1), Token)),
            await Assert.ThrowsAsync<RowRejectedException>(async () => await words.InsertManyAsync([new Touchy(2), new Touchy(1)], Token)),
            await Assert.ThrowsAsync<RowRejectedException>(async () => await words.UpsertAsync(new Touchy(1), Token)),
            await Assert.ThrowsAsync<RowRejectedException>(async () => await words.UpdateAsync(new Touchy(1), Token)),
        ];

        Assert.All(errors, static e => Assert.IsType<OperationCanceledException>(e.InnerException));
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from words", Token));
    }

    private async Task MakeWordsAsync()
        => await RunAsync("create table words (id int not null primary key, label varchar(40), letter varchar(4), note varchar(200), numbers varchar(200))");

    private static Word Good(int id) => new() { Id = id, Label = $"😀 {id}", Letter = 'é', Note = ["😀\uFFFD"] };

    [Table("words")]
    public sealed record Word
    {
        public int Id { get; set; }

        public string? Label { get; set; }

        public char Letter { get; set; }

        [Column(TypeName = "json")]
        public string[]? Note { get; set; }

        [Column(TypeName = "json")]
        public Dictionary<string, int>? Numbers { get; set; }
    }

    [Table("words")]
    public sealed class Touchy(int id)
    {
        [Key]
        public int Id { get; } = id;

        public string? Label
        {
            get => Id == 1 ? throw new OperationCanceledException() : field;
            set;
        }
    }

    private sealed class Words(DatabaseSession session) : Repository<Word, int>(session);

    private sealed class Touchies(DatabaseSession session) : Repository<Touchy, int>(session);
}
