using DataAccess.Conformance;
using DataAccess.Mapping;
using Xunit;

namespace DataAccess.Sqlite.Tests;

[Collection(TimingCollection.Name)]
public sealed class SqliteLargeValueTests() : LargeValueSuite(new SqliteEngine())
{
    private static readonly TableName Notes = new("note");

    protected override bool SendsStreams => false;

    [Fact]
    public async Task Another_type_is_an_error_that_names_the_column() => await OtherTypeIsAnErrorAsync();

    [Theory]
    [InlineData("select reply.body, post.id from note post join note reply on reply.id = post.id + 1 where post.id = 1", "BBBB")]
    [InlineData("select (select body from note where id = 2), id from note where id = 1", "BBBB")]
    [InlineData("with n as (select * from note) select a.body, b.id from n a join n b on b.id = a.id - 1 where a.id = 2", "BBBB")]
    [InlineData("select max(body), max(id) from note", "CCCC")]
    [InlineData("select max(body), max(rowid) from note", "CCCC")]
    [InlineData("select a.body, b.id from note a left join note b on b.id = 9 where a.id = 3", "CCCC")]
    [InlineData("select cast(body as text), id from note where id = 3", "CCCC")]
    [InlineData("select body, id from keyed where id = 1", "AAAA")]
    public async Task The_value_is_that_of_the_query(string query, string expected)
    {
        await RunAsync("create table note (id integer primary key, body blob)");
        await RunAsync("create table keyed (id integer primary key, body blob) without rowid");
        await RunAsync("insert into note values (1, cast('AAAA' as blob)), (2, cast('BBBB' as blob)), (3, cast('CCCC' as blob))");
        await RunAsync("insert into keyed select * from note");

        await using var body = await Db.OpenReadAsync(SqlStatement.Raw(query), Token);

        using var reader = new StreamReader(body!);
        Assert.Equal(expected, await reader.ReadToEndAsync(Token));
    }

    [Theory]
    [InlineData("id integer primary key, body blob, rowid int", "")]
    [InlineData("id integer primary key, body blob, rowid int, _rowid_ int, oid int", "")]
    [InlineData("id integer primary key, body blob, rowid int check (hex(body) <> '00')", "")]
    [InlineData("id integer primary key, body blob, rowid int, size int generated always as (length(body)) stored", "")]
    [InlineData("id integer primary key, body blob unique, rowid int", "")]
    [InlineData("id integer primary key, body blob, rowid int", "create index note_body on note (rowid) where body > x'04'")]
    [InlineData("id integer primary key, body blob, rowid int", "create index note_body on note (length(body))")]
    [InlineData("id integer primary key, body blob, rowid int", "create trigger seen after update on note begin insert into seen values (hex(new.body)); end")]
    [InlineData("id integer primary key, body blob, rowid int) without rowid", "")]
    public async Task What_is_written_in_place_is_what_an_update_would_write(string columns, string more)
    {
        await using var db = Reopen(static o => (o.Connections.MinConnections, o.Connections.MaxConnections) = (1, 1));
        await RunAsync($"create table note ({columns}{(columns.Contains(") without", StringComparison.Ordinal) ? "" : ")")}");
        await RunAsync("create table seen (value text)");
        await db.ExecuteAsync($"insert into note (id, body, rowid) values (5, x'01', 6), (6, x'02', 5)", Token);
        if (more.Length > 0)
        {
            await db.ExecuteAsync(SqlStatement.Raw(more), Token);
        }

        using var value = new MemoryStream([9]);
        Assert.True(await db.WriteBlobAsync(Notes, "body", $"id = {5}", value, Token));

        Assert.Equal(["09", "02"], await db.QueryAsync<string>($"select hex(body) from note order by id", Token));
        Assert.Equal(more.Contains("trigger", StringComparison.Ordinal) ? ["09"] : [], await db.QueryAsync<string>($"select value from seen", Token));
        Assert.Equal("ok", await db.ScalarAsync<string>($"pragma integrity_check", Token));
        using var rejected = new MemoryStream([0]);
        if (columns.Contains("check", StringComparison.Ordinal))
        {
            var error = await Record.ExceptionAsync(async () => await db.WriteBlobAsync(Notes, "body", $"id = {5}", rejected, Token));
            Assert.Equal(ConstraintKind.Check, db.Provider.ViolatedConstraint(error!)?.Kind);
            Assert.Equal("09", await db.ScalarAsync<string>($"select hex(body) from note where id = {5}", Token));
        }
    }

    [Fact]
    public async Task A_temporary_table_hides_one_of_the_same_name()
    {
        await using var db = Reopen(static o => (o.Connections.MinConnections, o.Connections.MaxConnections) = (1, 1));
        await RunAsync("create table note (id integer primary key, body blob)");
        await RunAsync("insert into note values (1, x'01')");
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"create temp table note (id integer primary key, body blob)", ct);
                await tx.ExecuteAsync($"insert into note values (1, x'02')", ct);
                using var value = new MemoryStream([9]);
                Assert.True(await tx.WriteBlobAsync(Notes, "body", $"id = {1}", value, ct));
                Assert.Equal("09", await tx.ScalarAsync<string>($"select hex(body) from note", ct));
                Assert.Equal("01", await tx.ScalarAsync<string>($"select hex(body) from main.note", ct));
            },
            Token);
    }
}
