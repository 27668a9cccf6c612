namespace DataAccess.Migrations.Tests.Runs;

public abstract partial class MySqlFamilySuite
{
    [Theory]
    [InlineData("call pays()")]
    [InlineData("prepare p from 'call pays()';\nexecute p")]
    public async Task A_call_that_fails_after_it_has_paid_asks_and_does_not_pay_twice(string call)
    {
        await RunAsync("create table paid (n int)");
        await RunAsync("create procedure pays() begin insert into paid values (1); commit; signal sqlstate '45000' set message_text = 'too late'; end");
        Write("1_p.sql", $"{call};\ninsert into paid values (2);");
        var step = call.Contains('\n', StringComparison.Ordinal) ? 2 : 1;

        var error = await FailsAsync(MigrationFailure.PartlyApplied);

        Assert.Contains("too late", error.Message, StringComparison.Ordinal);
        Assert.Contains($"dataaccess migrate resolve 1 --step {step} --as done", error.Message, StringComparison.Ordinal);
        error = await FailsAsync(MigrationFailure.PartlyApplied);
        Assert.Contains($"step {step} was running", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("paid"));

        await NewMigrator().ResolveAsync("1", step, isDone: true, Token);
        await UpAsync();
        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select n from paid order by n", Token));
    }

    /// <summary>A wait for a lock is retried elsewhere; what has paid by then must not be.</summary>
    [Fact]
    public async Task A_call_that_waits_in_vain_for_a_lock_is_not_retried()
    {
        await RunAsync("create table paid (n int primary key)");
        await RunAsync("insert into paid values (7)");
        await RunAsync("create table log (n int)");
        await RunAsync("create procedure pays() begin insert into log values (1); commit; update paid set n = 8; end");
        Write("1_p.sql", "call pays();");
        await using var other = await Sessions.MigrationSession.OpenAsync(Db, Token);
        await other.ExecuteAsync(SqlStatement.Raw("start transaction"), Token);
        await other.ExecuteAsync(SqlStatement.Raw("update paid set n = 9"), Token);

        var error = await FailsAsync(MigrationFailure.PartlyApplied, static o => o.LockTimeout = TimeSpan.FromSeconds(1));

        Assert.Contains("resolve 1 --step 1", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync("log"));
    }

    /// <summary>A statement about the schema is whole or nothing: its error says that nothing happened, and nobody is asked.</summary>
    [Theory]
    [InlineData("alter table t add column m int, add column n int")]
    [InlineData("create table t (n int)")]
    [InlineData("drop table missing")]
    [InlineData("create index t_n on t (missing)")]
    [InlineData("create trigger g before insert on missing for each row set @x = 1")]
    public async Task An_error_of_an_atomic_statement_asks_nothing(string statement)
    {
        Write("1_t.sql", "create table t (n int);");
        await UpAsync();
        Write("2_a.sql", statement + ";");

        await FailsAsync(MigrationFailure.RolledBack);

        Write("2_a.sql", "alter table t add column m int;");
        Assert.Equal(["2_a"], await UpAsync(), StringComparer.Ordinal);
    }

    [Fact]
    public async Task A_drop_of_several_tables_that_fails_in_the_middle_tells_what_it_did()
    {
        Write("1_t.sql", "create table a (n int);\ncreate table c (n int);");
        await UpAsync();
        Write("2_drop.sql", "drop table a, missing, c;");

        // MySQL drops all of them or none, MariaDB those that are there.
        var error = await Assert.ThrowsAsync<MigrationException>(() => UpAsync());

        Assert.Equal(await HasTableAsync("a") ? MigrationFailure.RolledBack : MigrationFailure.PartlyApplied, error.Failure);
        Assert.Equal(await HasTableAsync("a"), !error.Message.Contains("resolve 2 --step 1", StringComparison.Ordinal));
    }
}
