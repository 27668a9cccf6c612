using System.ComponentModel.DataAnnotations.Schema;
using System.Text.Json.Nodes;
using CsCheck;
using Xunit;

namespace DataAccess.Conformance;

/// <content>Members that are kept as JSON, and arrays where there are none.</content>
public abstract partial class MappingSuite
{
    /// <summary>The column types that hold JSON on this engine.</summary>
    protected virtual IReadOnlyList<string> JsonTypes { get; } = ["json"];

    [Fact]
    public async Task Json_of_any_shape_comes_back_from_a_repository_and_a_batch()
    {
        foreach (var type in JsonTypes)
        {
            await MakeDocumentsAsync(type);
            var sent = Documents.Array[Samples].Single();
            var repository = new DocumentRepository(Db);
            await using var writer = Db.CreateWriter<Document>();
            for (var i = 0; i < sent.Length; i++)
            {
                await repository.InsertAsync(sent[i] with { Id = i }, Token);
                await writer.EnqueueAsync(sent[i] with { Id = 1_000 + i }, Token);
            }

            await writer.FlushAsync(Token);
            Assert.Equal(0, writer.Statistics.Rejected + writer.Statistics.NotPersisted);
            var read = await Db.QueryAsync<Document>($"select * from documents order by id", Token);
            Assert.Equal(2 * sent.Length, read.Count);
            Assert.All(read, document => AssertSame(sent[document.Id % 1_000], document));
        }
    }

    [Fact]
    public async Task Json_is_updated_and_upserted()
    {
        await MakeDocumentsAsync(JsonTypes[0]);
        var repository = new DocumentRepository(Db);
        await repository.InsertAsync(new Document { Id = 1, Tags = ["a"] }, Token);
        await repository.UpdateAsync(new Document { Id = 1, Tags = ["b", "c"], Node = new Node("root", null, []) }, Token);
        Assert.Equal<string>(["b", "c"], (await repository.GetAsync(1, Token))!.Tags!);

        await repository.UpsertAsync(new Document { Id = 1, Count = 5 }, Token);
        AssertSame(new Document { Id = 1, Count = 5 }, (await repository.GetAsync(1, Token))!);
    }

    [Fact]
    public async Task A_null_member_is_the_databases_null_and_not_jsons()
    {
        await MakeDocumentsAsync(JsonTypes[0]);
        await new DocumentRepository(Db).InsertAsync(new Document { Id = 1 }, Token);
        await using var writer = Db.CreateWriter<Document>();
        await writer.WriteAsync(new Document { Id = 2 }, Token);

        Assert.Equal(2, await Db.QuerySingleAsync<int>($"select count(*) from documents where node is null and tags is null and count is null and free is null", Token));
    }

    [Fact]
    public async Task Jsons_own_null_is_read_as_null()
    {
        await MakeDocumentsAsync(JsonTypes[0]);
        await RunAsync("insert into documents (id, node, day, count, free) values (1, 'null', '0', null, 'null')");

        AssertSame(new Document { Id = 1 }, await Db.QuerySingleAsync<Document>($"select * from documents", Token));
    }

    [Fact]
    public async Task Text_that_is_no_json_or_does_not_fit_names_member_column_and_types()
    {
        var broken = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Kept>($"select 1 as id, {"{oops"} as node", Token));
        var other = await Assert.ThrowsAsync<MappingException>(async () => await Db.QueryAsync<Kept>($"select 1 as id, {"[1]"} as node", Token));

        Assert.All([broken, other], static error => Assert.All(
            ["'node'", "database type", "String", "Node of type Node"], part => Assert.Contains(part, error.Message, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_json_cannot_hold_is_rejected_before_it_is_queued()
    {
        await RunAsync($"create table loops (id int not null primary key, self {JsonTypes[0]})");
        var loop = new Loop { Id = 1 };
        loop.Self = loop;
        await using var writer = Db.CreateWriter<Loop>();

        var error = await Assert.ThrowsAsync<RowRejectedException>(async () => await writer.WriteAsync(loop, Token));
        await writer.WriteAsync(new Loop { Id = 2 }, Token);

        Assert.IsType<MappingException>(error.InnerException);
        Assert.Contains("Loop.Self of type Loop", error.Message, StringComparison.Ordinal);
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from loops", Token));
    }

    [Fact]
    public async Task Json_text_goes_as_it_stands()
    {
        await RunAsync($"create table raw_json (id int not null primary key, text {JsonTypes[0]})");
        await using var writer = Db.CreateWriter<RawJson>();
        await writer.WriteAsync(new RawJson(1, """{"a": [1, "\u20ac"]}"""), Token);

        var text = (await Db.QuerySingleAsync<RawJson>($"select * from raw_json", Token)).Text;
        Assert.Equal("\u20ac", JsonNode.Parse(text!)!["a"]![1]!.GetValue<string>());
    }

    private static Gen<Document> Documents => Gen.Select(
        Gen.Null(Texts.Array[0, 4]),
        Gen.Select(Texts, Gen.Nullable(Gen.Int), Texts.Array[0, 3]).Select(static (name, number, names) => TreeOf(name, number, names)).Null(),
        Gen.Nullable(Gen.Int),
        Gen.Enum<DayOfWeek>(),
        static (tags, node, count, day) => new Document
        {
            Tags = tags?.Select(Storable).ToArray(),
            Node = node,
            Count = count,
            Day = day,
            Free = tags is null ? null : new JsonObject { ["n"] = tags.Length, ["deep"] = new JsonArray(1, "\u20ac", null) },
        });

    private static Node TreeOf(string name, int? number, string[] names)
        => new(Storable(name), number, [.. names.Select(static n => new Node(Storable(n), null, [new Node("\U0001F600 leaf", 1, [])]))]);

    /// <summary>PostgreSQL's jsonb refuses the one character that no text of PostgreSQL holds.</summary>
    private static string Storable(string text) => text.Replace("\0", "", StringComparison.Ordinal);

    private static void AssertSame(Document sent, Document read)
    {
        Assert.Equal<string[]?>(sent.Tags, read.Tags);
        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(sent.Node), System.Text.Json.JsonSerializer.Serialize(read.Node));
        Assert.Equal((sent.Count, sent.Day), (read.Count, read.Day));
        Assert.True(JsonNode.DeepEquals(sent.Free, read.Free));
    }

    private async Task MakeDocumentsAsync(string type)
    {
        await RunAsync("drop table if exists documents");
        await RunAsync($"create table documents (id int not null primary key, tags {type}, node {type}, count {type}, day {type}, free {type})");
    }

    private sealed class DocumentRepository(Database database) : Repository<Document, int>(database);

    /// <summary>JSON of several types: a list, nested records, a number, an enum, and anything.</summary>
    [Table("documents")]
    [Row]
    public sealed record Document
    {
        public int Id { get; set; }

        [Column(TypeName = "json")]
        public string[]? Tags { get; set; }

        [Column(TypeName = "jsonb")]
        public Node? Node { get; set; }

        [Column(TypeName = "json")]
        public int? Count { get; set; }

        [Column(TypeName = "json")]
        public DayOfWeek Day { get; set; }

        [Column(TypeName = "JSON")]
        public JsonObject? Free { get; set; }
    }

    /// <summary>A record in records.</summary>
    public sealed record Node(string Name, int? Number, IReadOnlyList<Node> Children);

    /// <summary>A constructor that takes JSON.</summary>
    [Row]
    public sealed record Kept(int Id, [property: Column(TypeName = "json")] Node? Node);

    /// <summary>JSON that the caller writes.</summary>
    [Table("raw_json")]
    [Row]
    public sealed record RawJson(int Id, [property: Column(TypeName = "jsonb")] string? Text);

    /// <summary>An object that may hold itself.</summary>
    [Table("loops")]
    [Row]
    public sealed class Loop
    {
        public int Id { get; set; }

        [Column(TypeName = "json")]
        public Loop? Self { get; set; }
    }
}
