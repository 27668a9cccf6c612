using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What <see cref="Database.As(object)"/> gives is seen by every statement of its session, and by no other.</summary>
public abstract class SessionValuesSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>The value <c>tenant</c> as text, null where there is none.</summary>
    protected abstract string Tenant { get; }

    /// <summary>A query that fails when it has given many rows.</summary>
    protected virtual string Failing => "select 1 from no_such_table";

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table notes (id {TypeOf<int>()} not null primary key, words {TypeOf<string>()})");

    [Fact]
    public async Task Every_kind_of_call_sees_it_and_none_after()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var session = db.As(new { tenant = 7 });
        var read = SqlStatement.Raw($"select {Tenant}");
        Assert.Equal("7", await session.ScalarAsync<string>(read, Token));
        await NothingIsLeftAsync(db);
        Assert.Equal(["7"], await session.QueryAsync<string>(read, Token));
        Assert.Equal("7", await session.QuerySingleAsync<string>(read, Token));
        var (first, second) = await session.QueryMultipleAsync<string, string>(read, read, Token);
        Assert.Equal(["7", "7"], [.. first, .. second]);
        await NothingIsLeftAsync(db);
        Assert.Equal(["7"], await session.StreamAsync<string>(read, Token).ToListAsync(Token));
        await NothingIsLeftAsync(db);
        Assert.Equal(1, await session.ExecuteAsync(SqlStatement.Raw($"insert into notes (id, words) select 1, {Tenant}"), Token));
        Assert.Equal(0, await session.ExecuteAsync($"delete from notes where id = {99}", Token));
        Assert.Equal("7", await db.ScalarAsync<string>($"select words from notes where id = 1", Token));
        await session.InTransactionAsync(
            async (tx, ct) =>
            {
                Assert.Equal("7", await tx.ScalarAsync<string>(read, ct));
                await tx.InTransactionAsync(async (nested, ct2) => Assert.Equal("7", await nested.ScalarAsync<string>(read, ct2)), ct);
                Assert.Equal(1, await tx.ExecuteAsync(SqlStatement.Raw($"insert into notes (id, words) select 2, {Tenant}"), ct));
                Assert.Equal(["7"], await tx.StreamAsync<string>(read, ct).ToListAsync(ct));
            },
            Token);
        await NothingIsLeftAsync(db);
        Assert.Equal(["7", "7"], await db.QueryAsync<string>($"select words from notes order by id", Token));
        Assert.Equal("8", await db.As(("tenant", 8), ("other", null)).ScalarAsync<string>(read, Token));
        Assert.Equal("9", await db.As(new Dictionary<string, object?>(StringComparer.Ordinal) { ["tenant"] = "9" }).ScalarAsync<string>(read, Token));
        Assert.Null(await db.As(("tenant", null)).ScalarAsync<string>(SqlStatement.Raw($"select {Tenant}"), Token));
        await NothingIsLeftAsync(db);
    }

    [Theory]
    [InlineData("a\0b", "character 0")]
    [InlineData(double.NaN, "not a finite number")]
    [InlineData(float.NegativeInfinity, "not a finite number")]
    public void A_value_that_would_be_changed_is_rejected(object value, string named)
        => Assert.Contains(named, Assert.Throws<ArgumentException>(() => Db.As(("tenant", value))).Message, StringComparison.Ordinal);

    [Fact]
    public void Half_a_surrogate_pair_is_rejected()
        => Assert.Contains("U+D800", Assert.Throws<ArgumentException>(() => Db.As(("tenant", "\ud800"))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_repository_works_in_its_session()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var notes = new Notes(db.As(("tenant", 7)));
        await notes.InsertAsync(new Note { Id = 1, Words = "one" }, Token);
        await notes.InsertManyAsync([new Note { Id = 2, Words = "two" }, new Note { Id = 3, Words = "three" }], Token);
        Assert.Equal("two", (await notes.GetAsync(2, Token))!.Words);
        Assert.Equal(3, await notes.CountAsync(cancellationToken: Token));
        Assert.Equal(["7", "7", "7"], await notes.TenantsAsync(Tenant, Token));
        await NothingIsLeftAsync(db);
    }

    [Fact]
    public async Task Nothing_is_left_after_a_failure_a_cancel_or_an_early_end()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var session = db.As(("tenant", 7));
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAnyAsync<DbException>(async () => await session.ScalarAsync<int>(SqlStatement.Raw(Failing), Token));
            await NothingIsLeftAsync(db);
            await Assert.ThrowsAnyAsync<DbException>(async () => await session.ExecuteAsync($"insert into notes (id, words) values (1, 'a'), (1, 'a')", Token));
            await NothingIsLeftAsync(db);
            await foreach (var row in session.StreamAsync<string>(SqlStatement.Raw($"with recursive n (n) as (select 1 union all select n + 1 from n where n < 900) select {Tenant} from n"), Token))
            {
                Assert.Equal("7", row);
                break;
            }

            await NothingIsLeftAsync(db);
            using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await session.ScalarAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), soon.Token));
            await NothingIsLeftAsync(db);
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.InTransactionAsync(static (_, _) => throw new InvalidOperationException(), Token));
            await NothingIsLeftAsync(db);
        }
    }

    [Fact]
    public async Task Values_are_sent_as_they_are()
    {
        foreach (var text in new[] { "", "'; drop table notes; --", "a\\'b\"`", "ä€😀", "$1 ? @x" })
        {
            Assert.Equal(text.Length == 0 ? null : text, await Db.As(("tenant", text)).ScalarAsync<string>(SqlStatement.Raw($"select nullif({Tenant}, '')"), Token));
        }

        var id = Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e");
        Assert.Equal($"{id}", await Db.As(("tenant", id)).ScalarAsync<string>(SqlStatement.Raw($"select {Tenant}"), Token));
        Assert.Equal("9007199254740993", await Db.As(("tenant", 9007199254740993L)).ScalarAsync<string>(SqlStatement.Raw($"select {Tenant}"), Token));
        Assert.Equal("1.5", await Db.As(("tenant", 1.5m)).ScalarAsync<string>(SqlStatement.Raw($"select {Tenant}"), Token));
    }

    [Fact]
    public void What_is_no_name_or_value_is_refused_and_not_shown()
    {
        foreach (var name in new[] { "", "a b", "a.b", "1a", "a'", "ä", new string('a', 64) })
        {
            Assert.Contains("is not the name of a session value", Assert.Throws<ArgumentException>(() => Db.As((name, "sesame"))).Message, StringComparison.Ordinal);
        }

        Assert.Contains("given twice", Assert.Throws<ArgumentException>(() => Db.As(("a", 1), ("A", 2))).Message, StringComparison.Ordinal);
        Assert.StartsWith("The session value 'a' is of type Int32[]. Give a string", Assert.Throws<ArgumentException>(() => Db.As(("a", new[] { 1 }))).Message, StringComparison.Ordinal);
        Assert.Contains("give 1 to 16", Assert.Throws<ArgumentException>(() => Db.As(new object())).Message, StringComparison.Ordinal);
        Assert.Contains("SessionValuePrefix is 'x'", Assert.Throws<InvalidOptionsException>(() => Reopen(static o => o.SessionValuePrefix = "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_caller_ever_sees_what_is_anothers()
    {
        var seed = Random.Shared.Next();
        var wrong = new List<string>();
        await using var db = Reopen(static o => o.Connections.MaxConnections = 3);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(caller => Task.Run(() => CallAsync(db, caller % 3, new Random(seed + caller), wrong), Token)));
        Assert.True(wrong.Count == 0, $"seed {seed}: {string.Join("; ", wrong)}");
    }

    private async Task CallAsync(Database db, int kind, Random random, List<string> wrong)
    {
        var wanted = kind == 0 ? null : $"{kind}";
        DatabaseSession session = kind == 0 ? db : db.As(("tenant", kind));
        for (var i = 0; i < 60; i++)
        {
            try
            {
                var seen = await OnceAsync(session, random);
                if (seen.Any(s => s != wanted))
                {
                    lock (wrong)
                    {
                        wrong.Add($"{wanted} saw {string.Join(",", seen)}");
                    }
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or DbException)
            {
                // What it saw, if anything, was not told.
            }
        }
    }

    private async Task<IReadOnlyList<string?>> OnceAsync(DatabaseSession session, Random random)
    {
        var read = SqlStatement.Raw($"select {Tenant}");
        using var soon = new CancellationTokenSource();
        switch (random.Next(7))
        {
            case 0:
                soon.CancelAfter(TimeSpan.FromMilliseconds(random.Next(5)));
                return await session.QueryAsync<string?>(read, soon.Token);
            case 1:
                await session.ScalarAsync<int>(SqlStatement.Raw(Failing), Token);
                return [];
            case 2:
                IReadOnlyList<string?> inside = [];
                await session.InTransactionAsync(async (tx, ct) => inside = await tx.QueryAsync<string?>(read, ct), Token);
                return inside;
            case 3:
                var (a, b) = await session.QueryMultipleAsync<string?, string?>(read, read, Token);
                return [.. a, .. b];
            case 4:
                await foreach (var row in session.StreamAsync<string?>(SqlStatement.Raw($"with recursive n (n) as (select 1 union all select n + 1 from n where n < 500) select {Tenant} from n"), Token))
                {
                    return [row];
                }

                return [];
            case 5:
                soon.CancelAfter(TimeSpan.FromMilliseconds(random.Next(20)));
                await session.ScalarAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), soon.Token);
                return [];
            default:
                return await session.QueryAsync<string?>(read, Token);
        }
    }

    protected async Task NothingIsLeftAsync(Database db)
    {
        Assert.Null(await db.ScalarAsync<string>(SqlStatement.Raw($"select {Tenant}"), Token));
        await using var lease = await db.Connections.AcquireAsync(cancellationToken: Token);
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = $"select {Tenant}";
        Assert.True(await command.ExecuteScalarAsync(Token) is null or DBNull);
    }

    [Table("notes")]
    private sealed class Note
    {
        [Key]
        [DatabaseGenerated(DatabaseGeneratedOption.None)]
        public int Id { get; set; }

        public string? Words { get; set; }
    }

    private sealed class Notes(DatabaseSession session) : Repository<Note, int>(session)
    {
        public ValueTask<IReadOnlyList<string>> TenantsAsync(string tenant, CancellationToken cancellationToken)
            => Session.QueryAsync<string>(SqlStatement.Raw($"select {tenant} from notes"), cancellationToken);
    }
}
