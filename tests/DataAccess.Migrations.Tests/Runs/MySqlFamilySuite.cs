using DataAccess.Conformance;
using MySqlConnector;

namespace DataAccess.Migrations.Tests.Runs;

/// <summary>What holds where a changed schema cannot be rolled back.</summary>
public abstract partial class MySqlFamilySuite(TestEngine engine) : MigrationSuite(engine)
{
    [Fact]
    public async Task A_step_that_nobody_can_tell_about_stops_the_run_until_it_is_resolved()
    {
        Write("1_p.sql", "create table a (x int);\n\ncreate procedure p() begin create table if not exists q (x int); insert into a values (1); end;\ncall p();\ninsert into a values (2);");
        await Assert.ThrowsAnyAsync<Exception>(() => UpWatchedAsync(MigrationTransaction.File, Db, KillAfter("call p()", isRecorded: false)));
        Assert.Equal(1, await CountAsync("a"));

        var error = await FailsAsync(MigrationFailure.PartlyApplied);

        Assert.Contains("1_p.sql:4: step 3 was running", error.Message, StringComparison.Ordinal);
        Assert.Contains("call p()", error.Message, StringComparison.Ordinal);
        Assert.Contains("dataaccess migrate resolve 1 --step 3 --as done", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("a"));
        await Assert.ThrowsAsync<MigrationException>(() => NewMigrator().ResolveAsync("1", 7, isDone: true, Token).AsTask());
        await NewMigrator().ResolveAsync("1", 3, isDone: true, Token);
        Assert.Equal(["1_p"], await UpAsync(), StringComparer.Ordinal);
        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select x from a order by x", Token));
    }

    [Fact]
    public async Task The_server_says_whose_files_it_takes()
    {
        Write("1_a.sql", "create table a (x int);");
        Write("1_a.mysql.sql", "create table a (from_mysql int);");
        Write("1_a.mariadb.sql", "create table a (from_mariadb int);");
        Write("2_b.mysql.sql", "create table b (x int);");
        Write("3_c.mariadb.sql", "create table c (x int);");
        var isMariaDb = (await Db.QuerySingleAsync<string>($"select version()", Token)).Contains("MariaDB", StringComparison.Ordinal);

        Assert.Equal(isMariaDb ? ["1_a", "2_b", "3_c"] : ["1_a", "2_b"], await UpAsync(), StringComparer.Ordinal);

        Assert.Equal(isMariaDb ? "from_mariadb" : "from_mysql", Assert.Single(await Db.DescribeTableAsync(new DataAccess.Mapping.TableName("a"), Token)).Name);
    }

    [Theory]
    [InlineData("insert into m values (1);\ninsert into a values (1);", "select 1;")]
    [InlineData("insert into m values (1);", "insert into a values (1);")]
    public async Task Rows_that_a_rollback_leaves_in_a_table_without_transactions_are_told(string first, string second)
    {
        await RunAsync("create table a (x int primary key)");
        await RunAsync("insert into a values (1)");
        await RunAsync("create table m (x int) engine=MyISAM");
        Write("1_first.sql", first);
        Write("2_second.sql", second);

        var error = await FailsAsync(MigrationFailure.PartlyApplied);

        Assert.Contains("whose engine has no transactions", error.Message, StringComparison.Ordinal);
        Assert.Contains("_first.sql", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("m"));

        // The next run does not insert them again, and says so, until somebody has deleted them.
        Assert.Contains("dataaccess migrate resolve 1 --step 1 --as not-done", error.Message, StringComparison.Ordinal);
        var again = await FailsAsync(MigrationFailure.PartlyApplied);
        Assert.Contains("_first.sql:1: step 1 was running", again.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("m"));

        await RunAsync("delete from m");
        await RunAsync("alter table m engine = InnoDB");
        await RunAsync("delete from a");
        foreach (var row in (await NewMigrator().StatusAsync(Token)).Migrations.Where(static m => m.State == MigrationState.Partial))
        {
            await NewMigrator().ResolveAsync(row.Version!.Value.ToString(), 1, isDone: false, Token);
        }

        await UpAsync();
        Assert.Equal((1, 1), (await CountAsync("m"), await CountAsync("a")));
    }

    /// <summary>The driver would read such a column as a Guid, whose text is in lower case.</summary>
    [Fact]
    public async Task A_backfill_finds_every_key_that_only_looks_like_a_uuid()
    {
        await RunAsync("create table t (id char(36) character set ascii collate ascii_bin not null primary key, n int not null)");
        await RunAsync("create table b (id binary(16) not null primary key, n int not null)");
        string[] keys = ["0F8FAD5B-D9CB-469F-A165-70867728950E", "7C9E6679-7425-40DE-944B-E07FC1F90AE7", "7c9e6679-7425-40de-944b-e07fc1f90ae7", "alpha", "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6"];
        foreach (var key in keys)
        {
            await Db.ExecuteAsync($"insert into t (id, n) values ({key}, {0})", Token);
            await Db.ExecuteAsync($"insert into b (id, n) values (unhex(left(sha2({key}, 256), 32)), {0})", Token);
        }

        Write("1_t.sql", "-- dataaccess: backfill table=t key=id batch=2\nupdate t set n = n + 1 where id between :from and :to;");
        Write("2_b.sql", "-- dataaccess: backfill table=b key=id batch=2\nupdate b set n = n + 1 where id between :from and :to;");
        await UpAsync();

        Assert.Equal([keys.Length], await Db.QueryAsync<int>($"select count(*) from t where n = 1", Token));
        Assert.Equal([keys.Length], await Db.QueryAsync<int>($"select count(*) from b where n = 1", Token));
    }

    [Fact]
    public async Task Warnings_come_with_the_place_of_their_statement()
    {
        Write("1_a.sql", "create table a (x tinyint, s varchar(3));\n\ninsert ignore into a values (1000, 'abcdef');\ndrop table if exists nowhere;");
        var seen = new Seen();
        await NewMigrator().UpAsync(progress: seen, cancellationToken: Token);

        Assert.Equal(["1264", "1265", "1051"], seen.Notices.Select(static n => n.Code), StringComparer.Ordinal);
        Assert.Equal([("warning", 3), ("warning", 3), ("note", 4)], seen.Notices.Select(static n => (n.Severity, n.Line)));
        Assert.All(seen.Notices, static n => Assert.Equal(("1_a", "1_a.sql"), (n.Migration, n.Path)));
    }

    [Theory]
    [InlineData("select x\nfrom a\n  were x = 1", 3, 8)]
    [InlineData("\n\nalter table a\n  drop colum x", 4, 14)]
    [InlineData("select 'ü', '\U0001F600日本' frm\n  a x y", 2, 3)]
    [InlineData("select (1", 1, 10)]
    [InlineData("select x from\n  a.nowhere", 2, 3)]
    [InlineData("create procedure p() begin\n  select 1;\n  slect 2;\nend", 3, 9)]
    public async Task A_syntax_error_has_its_line_and_column(string script, int line, int column)
    {
        Write("1_a.sql", "create table a (x int);");
        await UpAsync();
        Write("2_b.sql", script + ";");

        var error = await FailsAsync(MigrationFailure.RolledBack);

        Assert.Equal(new MigrationPlace("2_b.sql", line, column), error.Place);
    }

    protected override async Task<(string Url, string DropUser)> RestrictAsync()
    {
        var builder = new MySqlConnectionStringBuilder(ConnectionString);

        // A name may have 32 characters.
        builder.UserID = builder.Database[..30];
        builder.Password = "reader";
        await RunAsync($"create user {builder.UserID} identified by '{builder.Password}'");
        await RunAsync($"grant select on {builder.Database}.* to {builder.UserID}");
        return (builder.ConnectionString, $"drop user {builder.UserID}");
    }
}
