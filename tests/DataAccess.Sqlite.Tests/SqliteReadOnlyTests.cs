using Microsoft.Data.Sqlite;
using Xunit;

namespace DataAccess.Sqlite.Tests;

/// <summary>What is said to read changes nothing, in a file and in memory.</summary>
public sealed class SqliteReadOnlyTests : IDisposable
{
    private static readonly string[] Writes =
    [
        "insert into kept (id) values (1)", "insert into kept (id) values (1) returning id", "update kept set id = 2", "delete from kept", "drop table kept",
        "create table other (id int)", "create temp table other (id int)", "pragma user_version = 5", "pragma query_only = 0", "pragma query_only(0)",
        "pragma query_only = 0; insert into kept (id) values (1)", "PRAGMA main.query_only = off; insert into kept (id) values (1)", "pragma writable_schema = on",
        "pragma journal_mode = delete", "pragma application_id = 7", "pragma wal_checkpoint", "vacuum", "analyze", "reindex",
        "savepoint a; insert into kept (id) values (1); release a", "commit; pragma query_only = 0; insert into kept (id) values (1)",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("dataaccess-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("kept.db")]
    [InlineData(":memory:")]
    [InlineData("file:readonly?mode=memory&cache=shared")]
    public async Task A_write_is_rejected_whatever_it_is_written_as(string source)
    {
        await using var db = await OpenAsync(source);
        var outside = Path.Combine(_folder, "outside.db");
        var allowed = new List<string>();
        foreach (var sql in (string[])[.. Writes, $"vacuum into '{outside}'", $"attach '{outside}' as outside", $"attach '{outside}' as o; create table o.t (id int)"])
        {
            var statement = SqlStatement.Raw(sql);
            (string Name, Func<ValueTask> Run)[] ways =
            [
                ("execute", async () => await db.ReadOnly().ExecuteAsync(statement, Token)),
                ("query", async () => await db.ReadOnly().QueryAsync<long>(statement, Token)),
                ("transaction", async () => await db.ReadOnly().InTransactionAsync(async (tx, ct) => await tx.ExecuteAsync(statement, ct), Token)),
            ];
            foreach (var (name, run) in ways)
            {
                if (await Record.ExceptionAsync(async () => await run()) is null)
                {
                    allowed.Add($"{name}: {sql}");
                }
            }
        }

        Assert.Empty(allowed);
        Assert.False(File.Exists(outside));
        Assert.Equal("7|0|0|2", await StateAsync(db));
    }

    [Theory]
    [InlineData("kept.db")]
    [InlineData(":memory:")]
    [InlineData("file:readonly?mode=memory&cache=shared")]
    public async Task What_is_prepared_already_is_rejected_too_and_works_afterwards(string source)
    {
        await using var db = await OpenAsync(source);
        for (var i = 0; i < 3; i++)
        {
            await db.ExecuteAsync($"update kept set id = id + {0}", Token);
            await Assert.ThrowsAsync<SqliteException>(async () => await db.ReadOnly().ExecuteAsync($"update kept set id = id + {1}", Token));
        }

        Assert.Equal("7|0|0|2", await StateAsync(db));
        await db.ExecuteAsync($"update kept set id = {8}", Token);
        Assert.Equal(8, await db.ReadOnly().QuerySingleAsync<int>($"select id from kept", Token));
    }

    [Theory]
    [InlineData("kept.db")]
    [InlineData(":memory:")]
    [InlineData("file:readonly?mode=memory&cache=shared")]
    public async Task Whatever_only_reads_is_run(string source)
    {
        await using var db = await OpenAsync(source);
        await db.ExecuteAsync($"create virtual table places using rtree (id, left, right)", Token);
        await db.ExecuteAsync($"insert into places values (1, 2, 3)", Token);
        await db.ExecuteAsync($"create virtual table texts using fts5 (body)", Token);
        await db.ExecuteAsync($"insert into texts (body) values ('some words')", Token);

        var reads = db.ReadOnly();
        Assert.Equal(1, await reads.QuerySingleAsync<int>($"select id from places where left > 1", Token));
        Assert.Equal("some words", await reads.QuerySingleAsync<string>($"select body from texts where texts match 'words'", Token));
        Assert.Equal(0, await reads.QuerySingleAsync<int>($"pragma user_version", Token));
        Assert.Equal("id", await reads.QuerySingleAsync<string>($"select name from pragma_table_info('kept')", Token));
        Assert.Equal("ok", await reads.QuerySingleAsync<string>($"pragma integrity_check(1)", Token));
        Assert.Equal(6, await reads.QuerySingleAsync<int>($"with recursive n (i) as (select 1 union all select i + 1 from n where i < 3) select sum(i) from n", Token));
        Assert.Equal(7, await reads.StreamAsync<int>($"select id from kept", Token).SingleAsync(Token));
        await reads.InTransactionAsync(static async (tx, ct) => Assert.Equal(7, await tx.QuerySingleAsync<int>($"select id from kept", ct)), Token);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<Database> OpenAsync(string source)
    {
        var db = SqliteDatabase.Open(new SqliteConnectionStringBuilder { DataSource = source == "kept.db" ? Path.Combine(_folder, source) : source }.ConnectionString);
        await db.ExecuteAsync($"create table kept (id integer not null)", Token);
        await db.ExecuteAsync($"create index kept_id on kept (id)", Token);
        await db.ExecuteAsync($"insert into kept (id) values ({7})", Token);
        return db;
    }

    private static async Task<string> StateAsync(Database db)
        => await db.InTransactionAsync(
            static async (tx, ct) => await tx.QuerySingleAsync<string>(
                $"select (select group_concat(id) from kept) || '|' || (select user_version from pragma_user_version) || '|' || (select application_id from pragma_application_id) || '|' || (select count(*) from sqlite_schema)", ct),
            Token);
}
