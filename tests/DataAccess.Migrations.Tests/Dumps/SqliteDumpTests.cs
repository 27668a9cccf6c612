using DataAccess.Conformance;
using DataAccess.Migrations.Tests.Files;

namespace DataAccess.Migrations.Tests.Dumps;

/// <summary>A dump of the sqlite3 shell goes in as it is, and gives what SQLite gives when it runs the whole text.</summary>
public sealed class SqliteDumpTests() : DatabaseSuite(new SqliteEngine())
{
    [Fact]
    public async Task A_dump_is_applied_unedited()
    {
        var dump = await File.ReadAllTextAsync(TestFiles.Sample(Path.Combine("dumps", "sqlite.sql")), Token);
        using var folder = new TemporaryFolder();
        folder.Write("0001_dump.sql", dump);
        await new Migrator(Db, new MigrationOptions { Directory = folder.Path }).UpAsync(cancellationToken: Token);

        var whole = await Engine.CreateDatabaseAsync();
        await using (var other = Engine.Open(whole))
        {
            await other.ExecuteAsync(SqlStatement.Script(dump), Token);
        }

        // Another session, which reads the schema that the dump wrote by hand.
        await using (var other = Engine.Open(whole))
        {
            Assert.Equal(await ContentAsync(other), await ContentAsync(Db));
        }

        await Engine.DropDatabaseAsync(whole);
    }

    [Theory]
    [InlineData("begin;\ncreate table a (n int);\ncommit;", true)]
    [InlineData("pragma foreign_keys = off;\nbegin immediate transaction;\ncreate table a (n int);\nend transaction;\npragma foreign_keys = on;", true)]
    [InlineData("begin;\ncreate table a (n int);", false)]
    [InlineData("begin;\ncreate table a (n int);\nrollback;", false)]
    [InlineData("begin;\ncreate table a (n int);\ncommit;\nbegin;\ncreate table b (n int);\ncommit;", false)]
    [InlineData("begin;\ncreate table a (n int);\ncommit;\ncreate table b (n int);", false)]
    [InlineData("create table b (n int);\nbegin;\ncreate table a (n int);\ncommit;", false)]
    [InlineData("begin exclusive;\ncreate table a (n int);\ncommit;", false)]
    [InlineData("-- dataaccess: no-transaction\nbegin;\ncreate table a (n int);\ncommit;", false)]
    [InlineData("begin;\ncommit;", false)]
    public async Task Only_a_transaction_around_all_of_a_file_is_the_runners(string script, bool isTaken)
    {
        using var folder = new TemporaryFolder();
        folder.Write("1_a.sql", script);
        var migrator = new Migrator(Db, new MigrationOptions { Directory = folder.Path });

        if (isTaken)
        {
            await migrator.UpAsync(cancellationToken: Token);
        }
        else
        {
            var error = await Assert.ThrowsAsync<MigrationException>(() => migrator.UpAsync(cancellationToken: Token).AsTask());
            Assert.Contains("begins or ends a transaction", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(isTaken ? 1 : 0, await Db.QuerySingleAsync<int>($"select count(*) from sqlite_schema where name = 'a'", Token));
    }

    [Fact]
    public async Task A_failure_inside_a_files_own_transaction_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        folder.Write("1_a.sql", "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\ncreate table a (n int);\nnonsense;\nCOMMIT;");
        var migrator = new Migrator(Db, new MigrationOptions { Directory = folder.Path });

        var error = await Assert.ThrowsAsync<MigrationException>(() => migrator.UpAsync(cancellationToken: Token).AsTask());

        Assert.Equal(MigrationFailure.RolledBack, error.Failure);
        Assert.Contains("1_a.sql:4", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from sqlite_schema where name = 'a'", Token));
    }

    private static async Task<string> ContentAsync(Database database)
    {
        var schema = await database.QueryAsync<string>($"select coalesce(sql, name) from sqlite_schema where name not like 'dataaccess%' and tbl_name not like 'dataaccess%' order by name", Token);
        var rows = new List<string>();
        foreach (var table in new[] { "a", "p", "c", "v", "s", "ft" })
        {
            // Hex tells one blank from another, and a type from its text.
            rows.AddRange(await database.QueryAsync<string>(SqlStatement.Raw($"select '{table}' || json_group_array(json(r)) from (select json_array(typeof(t.x), hex(t.x)) as r from ({ColumnsOf(table)}) t)"), Token));
        }

        return string.Join('\n', schema.Concat(rows));
    }

    private static string ColumnsOf(string table) => table switch
    {
        "a" => "select id as x from a union all select t from a union all select b from a union all select r from a",
        "p" => "select x from p union all select y from p",
        "c" => "select p as x from c union all select n from c",
        "v" => "select e as x from v",
        "s" => "select a as x from s",
        _ => "select body as x from ft",
    };
}
