namespace DataAccess.Migrations.Tests.Runs;

public sealed partial class PostgreSqlMigrationTests
{
    private const string NoTransaction = "-- dataaccess: no-transaction\n";

    /// <summary>What a server rejects, or does not do, inside a transaction.</summary>
    [Theory]
    [InlineData("call pays();")]
    [InlineData("do $$ begin insert into paid values (1); commit; insert into paid values (2); rollback; end $$;")]
    [InlineData("reindex schema public;")]
    [InlineData("reindex (verbose) database;")]
    [InlineData("cluster;")]
    [InlineData("cluster verbose;")]
    [InlineData("alter table t cluster on t_n;\ncluster t;")]
    [InlineData("reindex table parts;")]
    [InlineData("vacuum t;")]
    [InlineData("alter type mood add value 'fine';\ninsert into moods values ('fine');")]
    [InlineData("set search_path = public;\ndiscard all;\ninsert into paid values (1);")]
    [InlineData("create index concurrently t_m on t (n);\ndrop index concurrently t_m;")]
    public async Task A_file_without_a_transaction_runs_what_cannot_be_in_one(string statements)
    {
        foreach (var sql in new[]
        {
            "create table paid (n int)", "create table t (n int)", "create index t_n on t (n)", "create type mood as enum ('well')", "create table moods (m mood)",
            "create table parts (n int) partition by range (n)", "create table part partition of parts for values from (0) to (9)", "create index parts_n on parts (n)",
            "create procedure pays() language plpgsql as $$ begin insert into paid values (1); commit; insert into paid values (2); end $$",
        })
        {
            await RunAsync(sql);
        }

        Write("1_a.sql", NoTransaction + statements);
        Write("2_b.sql", "insert into t values (1);");

        Assert.Equal(["1_a", "2_b"], await UpAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_database_made_and_dropped_needs_no_transaction()
    {
        var name = new Npgsql.NpgsqlConnectionStringBuilder(ConnectionString).Database + "_made";
        Write("1_a.sql", $"{NoTransaction}create database {name};\nalter database {name} set tablespace pg_default;\ndrop database {name};");

        Assert.Equal(["1_a"], await UpAsync(), StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("call pays()")]
    [InlineData("do $$ begin insert into paid values (1); commit; raise exception 'too late'; end $$")]
    public async Task A_call_that_fails_after_it_has_paid_asks_and_does_not_pay_twice(string call)
    {
        await RunAsync("create table paid (n int)");
        await RunAsync("create procedure pays() language plpgsql as $$ begin insert into paid values (1); commit; raise exception 'too late'; end $$");
        Write("1_p.sql", $"{NoTransaction}{call};\ninsert into paid values (2);");

        var error = await FailsAsync(MigrationFailure.PartlyApplied);

        Assert.Contains("too late", error.Message, StringComparison.Ordinal);
        error = await FailsAsync(MigrationFailure.PartlyApplied);
        Assert.Contains("step 1 was running", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("paid"));

        await NewMigrator().ResolveAsync("1", 1, isDone: true, Token);
        await UpAsync();
        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select n from paid order by n", Token));
    }

    /// <summary>In a transaction of its own a procedure cannot commit, so its error takes all of it back.</summary>
    [Fact]
    public async Task A_call_in_a_transaction_is_rolled_back_whole()
    {
        await RunAsync("create table paid (n int)");
        await RunAsync("create procedure pays() language plpgsql as $$ begin insert into paid values (1); raise exception 'too late'; end $$");
        Write("1_p.sql", "call pays();");

        await FailsAsync(MigrationFailure.RolledBack);

        Assert.Equal(0, await CountAsync("paid"));
        Assert.Equal([MigrationState.Pending], (await NewMigrator().StatusAsync(Token)).Migrations.Select(static m => m.State));
    }

    [Fact]
    public async Task A_runner_killed_in_a_call_asks()
    {
        await RunAsync("create table paid (n int)");
        await RunAsync("create procedure pays() language plpgsql as $$ begin insert into paid values (1); commit; end $$");
        Write("1_p.sql", $"{NoTransaction}call pays();\ninsert into paid values (2);");
        await Assert.ThrowsAnyAsync<Exception>(() => UpWatchedAsync(MigrationTransaction.File, Db, KillAfter("call pays()", isRecorded: false)));

        var error = await FailsAsync(MigrationFailure.PartlyApplied);

        Assert.Contains("1_p.sql:2: step 1 was running", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("paid"));
    }

    [Theory]
    [InlineData("discard all;")]
    [InlineData("reindex schema public;")]
    [InlineData("cluster;")]
    public async Task A_statement_that_cannot_be_in_a_transaction_is_refused_in_one(string statement)
    {
        Write("1_a.sql", statement);

        var error = await FailsAsync(MigrationFailure.Validation);

        Assert.Contains("no-transaction", error.Message, StringComparison.Ordinal);
    }
}
