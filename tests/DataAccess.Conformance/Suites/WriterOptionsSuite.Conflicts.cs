using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What a row does whose key is new and whose name, unique as well, is another row's.</summary>
public abstract partial class WriterOptionsSuite
{
    [Theory]
    [MemberData(nameof(ConflictWays.All), MemberType = typeof(ConflictWays))]
    public async Task OnConflict_is_of_the_key_and_another_unique_constraint_rejects(int size, ConflictAction onConflict, bool exactlyOnce)
    {
        await MakeTagsAsync();
        await using var writer = Db.CreateWriter<Tag>(new() { OnConflict = onConflict, ExactlyOnce = exactlyOnce, MaxInFlight = 1 });
        await writer.EnsureLedgerAsync(Token);
        var rows = Enumerable.Range(1, size).Select(static i => new Tag(i, $"name {i}", 1)).ToArray();
        rows[size / 2] = rows[size / 2] with { Name = "alice" };
        rows = [.. rows, .. size > 2 && onConflict != ConflictAction.Error ? [new Tag(100_001, "bob", 9)] : Array.Empty<Tag>()];

        var summary = await writer.WriteManyAsync(rows, Token);

        Assert.Equal((rows.Length - 1L, 1L), (summary.Committed, summary.Rejected));
        Assert.Contains("name", summary.FirstFailure?.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("value is out of range", summary.FirstFailure?.Message, StringComparison.Ordinal);
        Assert.Equal(
            [new Tag(100_000, "alice", 7), new Tag(100_001, "bob", size > 2 && onConflict == ConflictAction.Update ? 9 : 8)],
            await Db.QueryAsync<Tag>($"select id, name, number from tags where id >= 100000 order by id", Token));
        Assert.Equal(size - 1 + 2, await Db.QuerySingleAsync<int>($"select count(*) from tags", Token));
    }

    [Theory]
    [InlineData(ConflictAction.Ignore, 2)]
    [InlineData(ConflictAction.Ignore, 3_000)]
    [InlineData(ConflictAction.Update, 2)]
    [InlineData(ConflictAction.Update, 3_000)]
    public async Task Of_two_rows_of_a_batch_with_one_name_one_is_rejected(ConflictAction onConflict, int size)
    {
        await MakeTagsAsync();
        await using var writer = Db.CreateWriter<Tag>(new() { OnConflict = onConflict, MaxInFlight = 1 });

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, size).Select(i => new Tag(i, i == size ? "name 1" : $"name {i}", i)), Token);

        Assert.Equal((size - 1L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal([1], await Db.QueryAsync<int>($"select id from tags where name = 'name 1'", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    public async Task A_row_that_overwrites_its_own_key_and_takes_anothers_name_is_rejected(int size)
    {
        await MakeTagsAsync();
        await using var writer = Db.CreateWriter<Tag>(new() { OnConflict = ConflictAction.Update });

        var summary = await writer.WriteManyAsync(
            [.. Enumerable.Range(1, size - 1).Select(static i => new Tag(i, $"name {i}", i)), new Tag(100_001, "alice", 99)], Token);

        Assert.Equal((size - 1L, 1L), (summary.Committed, summary.Rejected));
        Assert.Equal(
            [new Tag(100_000, "alice", 7), new Tag(100_001, "bob", 8)],
            await Db.QueryAsync<Tag>($"select id, name, number from tags where id >= 100000 order by id", Token));
    }

    [Theory]
    [InlineData(2, false)]
    [InlineData(2, true)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    [InlineData(3_000, false)]
    [InlineData(3_000, true)]
    public async Task Of_keys_that_only_the_database_finds_equal_the_last_wins(int size, bool isOneRejected)
    {
        await MakeCaselessAsync();
        await using var writer = Db.CreateWriter<Caseless>(new() { OnConflict = ConflictAction.Update, MaxInFlight = 1, ExactlyOnce = isOneRejected });
        await writer.EnsureLedgerAsync(Token);
        var rows = Enumerable.Range(0, size).Select(static i => new Caseless(i % 2 == 0 ? $"key {i / 2}" : $"KEY {i / 2}", $"mail {i / 2}", i)).ToList();
        if (isOneRejected)
        {
            rows.Insert(size / 2, new Caseless("rejected", "rejected", -1));
        }

        var summary = await writer.WriteManyAsync(rows, Token);

        Assert.Equal((size, isOneRejected ? 1L : 0L), (summary.Committed, summary.Rejected));
        Assert.Equal(Enumerable.Range(0, size / 2).Select(static i => (2 * i) + 1), await Db.QueryAsync<int>($"select number from caseless order by number", Token));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(2_000)]
    public async Task A_row_whose_two_keys_are_of_two_rows_overwrites_neither(int size)
    {
        await MakeCaselessAsync();
        await RunAsync("insert into caseless values ('Alice', 'a@x', 1), ('Bob', 'b@x', 2)");

        // The driver reads the server's types when it first connects.
        await using var db = Reopen();
        await using var writer = db.CreateWriter<Caseless>(new() { OnConflict = ConflictAction.Update, MaxInFlight = 1 });
        var wrong = new Caseless("ALICE", "B@X", 99);

        var summary = await writer.WriteManyAsync([.. Enumerable.Range(1, size - 1).Select(static i => new Caseless($"n{i}", $"m{i}", 100 + i)), wrong], Token);
        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await new Caselesses(db).UpsertAsync(wrong, Token));
        var other = await Assert.ThrowsAnyAsync<Exception>(async () => await new Caselesses(db).UpsertAsync(new Caseless("carol", "A@X", 99), Token));

        Assert.Equal((size - 1L, 1L), (summary.Committed, summary.Rejected));
        Assert.All([error, other], e => Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(e).Kind));
        Assert.Equal(
            [new Caseless("Alice", "a@x", 1), new Caseless("Bob", "b@x", 2)], await db.QueryAsync<Caseless>($"select name, mail, number from caseless where number < 100 order by name", Token));
        await new Caselesses(db).UpsertAsync(new Caseless("ALICE", "A@X", 3), Token);
        Assert.Equal(3, await Db.QuerySingleAsync<int>($"select number from caseless where name = {"alice"}", Token));
    }

    [Fact]
    public async Task A_repositorys_upsert_overwrites_no_row_of_another_key()
    {
        await MakeTagsAsync();

        var error = await Assert.ThrowsAnyAsync<Exception>(async () => await new Tags(Db).UpsertAsync(new Tag(1, "alice", 99), Token));
        await new Tags(Db).UpsertAsync(new Tag(100_001, "bobby", 9), Token);

        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(error).Kind);
        Assert.Equal(
            [new Tag(100_000, "alice", 7), new Tag(100_001, "bobby", 9)], await Db.QueryAsync<Tag>($"select id, name, number from tags order by id", Token));
    }

    [Fact]
    public async Task Rows_that_carry_no_key_yield_on_any_unique_constraint()
    {
        await MakeTagsAsync();
        await RunAsync($"create table names (id {GeneratedKey}, name varchar(20) not null unique)");
        await RunAsync("insert into names (name) values ('alice')");
        await using var writer = Db.CreateWriter<OnlyName>(new() { OnConflict = ConflictAction.Ignore });

        var summary = await writer.WriteManyAsync([new OnlyName("alice"), new OnlyName("carol")], Token);

        Assert.Equal((2L, 0L), (summary.Committed, summary.Rejected));
        Assert.Equal(["alice", "carol"], await Db.QueryAsync<string>($"select name from names order by name", Token));
    }

    /// <summary>For databases that refuse a conflict's key where nothing makes it unique.</summary>
    protected async Task CheckKeyThatIsNotUniqueAsync(ConflictAction onConflict)
    {
        await RunAsync($"create table tags (id {TypeOf<int>()} not null, name varchar(20) not null, number {TypeOf<int>()})");
        await using var writer = Db.CreateWriter<Tag>(new() { OnConflict = onConflict });

        var summary = await writer.WriteManyAsync(Enumerable.Range(1, 50).Select(static i => new Tag(i, $"name {i}", i)), Token);
        var later = await Assert.ThrowsAsync<RowNotPersistedException>(async () => await writer.WriteAsync(new Tag(60, "x", 1), Token));

        Assert.Equal((50L, FailureKind.Fatal), (summary.NotPersisted, later.Failure.Kind));
        Assert.Contains("ON CONFLICT", later.Message, StringComparison.Ordinal);
    }

    /// <summary>A table whose key is not its primary key, and whose unique columns compare without regard to case.</summary>
    private async Task MakeCaselessAsync()
    {
        if (CaselessText == "citext")
        {
            await RunAsync("create extension if not exists citext");
        }

        await RunAsync($"create table caseless (name {CaselessText} not null, mail {CaselessText} not null, number {TypeOf<int>()} not null primary key, constraint caseless_mail unique (mail), constraint caseless_name unique (name), check (number >= 0))");
    }

    private async Task MakeTagsAsync()
    {
        await RunAsync($"create table tags (id {TypeOf<int>()} not null primary key, name varchar(20) not null, number {TypeOf<int>()}, constraint tags_name unique (name))");
        await RunAsync("insert into tags values (100000, 'alice', 7), (100001, 'bob', 8)");
    }

    [Table("tags")]
    public sealed record Tag([property: Key] int Id, string Name, int Number);

    /// <summary>A row whose key is a text.</summary>
    [Table("caseless")]
    public sealed record Caseless([property: Key] string Name, string Mail, int Number);

    [Table("names")]
    public sealed record OnlyName(string Name);

    private sealed class Caselesses(DatabaseSession session) : Repository<Caseless, string>(session);

    private sealed class Tags(DatabaseSession session) : Repository<Tag, int>(session);
}
