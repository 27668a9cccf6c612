using System.Data;
using DataAccess.Conformance;
using DataAccess.Conformance.Faults;
using DataAccess.Connections;
using Xunit;

namespace DataAccess.MySql.Tests;

/// <summary>What ends a transaction on MySQL and MariaDB: statements that commit by themselves, and procedures.</summary>
public abstract class MySqlTransactionEndSuite(TestEngine engine) : TransactionEndSuite(engine)
{
    protected override string[] Ends =>
    [
        .. EndsEverywhere, "create table other (id int)", "CREATE INDEX a ON kept (note)", "alter table kept add column more int", "drop table if exists other",
        "rename table kept to lost", "truncate table kept", "truncate kept", "lock tables kept write", "analyze table kept", "optimize table kept", "check table kept",
        "repair table kept", "flush tables", "grant select on *.* to root", "revoke select on *.* from root", "set autocommit = 1", "set @@session.autocommit = 0",
        "set @a = 1, autocommit = 1", "set password = 'x'", "set default role none to root", "set statement max_statement_time = 10 for commit",
        "set statement max_statement_time = 10 for truncate table kept", "create view v as select 1", "drop view if exists v", "create procedure p() select 1",
        "# why\ncommit", "/*! commit */", "/*!50000 commit */", "insert into kept (id) values (93); truncate table kept", "create user if not exists nobody",
        "/*!99999 x */ commit", "/*!99999 select 1 */ commit", "/*!99999 commit */", "/*M! commit */", "/*M! select 1; */ commit", "/*M!100100 rollback */", "/*!50000 select 1 */; commit",
        "/*!99999 ' */ commit -- '", "/*!99999 x /* y */ z */ commit", "/*!99999 ' */ /*!80000 commit */ -- '", "create temporary table begun (id int); commit",
    ];

    protected override string[] Harmless =>
    [
        "savepoint a", "rollback to a", "rollback to savepoint a", "rollback work to savepoint a", "release savepoint a",
        "insert into kept (id, note) values (2, '; commit')", "insert into kept (id, note) values (3, 'it\\'s; commit; --')", "insert into kept (id, note) values (4, \"; commit\")",
        "create temporary table passing (id int)", "drop temporary table passing", "set @a = 1", "do 1", "select 1 # ; commit", "prepare a from 'select 1'", "execute a", "deallocate prepare a",
        "/*!50000 select */ 1", "/*!32302 select */ 2", "select /*!99999 commit, */ 1", "insert /*!80000 into */ kept (id) values (5)", "create /*!32302 temporary */ table begun (id int)",
    ];

    [Theory]
    [InlineData("call finish()")]
    [InlineData("prepare a from 'commit'; execute a")]
    public async Task A_commit_that_hides_is_noticed_before_anything_is_committed_by_itself(string hidden)
    {
        await RunAsync("create procedure finish() begin insert into kept (id) values (50); commit; end");
        var runs = 0;

        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await tx.ExecuteAsync(SqlStatement.Raw(hidden), ct);
                await Assert.ThrowsAsync<TransactionEndedException>(async () => await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct));
                await Assert.ThrowsAsync<TransactionEndedException>(async () => await tx.InTransactionAsync(static (_, _) => default, ct));
            },
            Token));

        Assert.IsType<TransactionEndedException>(told);
        Assert.Equal(1, runs);
        Assert.DoesNotContain(2, await Db.QueryAsync<int>($"select id from kept", Token));
    }

    [Fact]
    public async Task Work_that_fails_after_a_hidden_commit_is_not_told_to_be_undone()
    {
        await RunAsync("create procedure finish() begin insert into kept (id) values (50); commit; end");

        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.InTransactionAsync(static async (inner, token) => await inner.ExecuteAsync($"call finish()", token), ct);
                throw new FormatException("stop");
            },
            Token));

        Assert.IsType<TransactionEndedException>(told);
    }

    [Theory]
    [InlineData("commit; signal sqlstate '40001' set mysql_errno = 1213", 1)]
    [InlineData("commit; signal sqlstate 'HY000' set mysql_errno = 1205", 1)]
    [InlineData("commit; start transaction; signal sqlstate 'HY000' set mysql_errno = 1205", 1)]
    [InlineData("signal sqlstate 'HY000' set mysql_errno = 1205", 3)]
    public async Task Work_that_a_procedure_may_have_committed_before_it_failed_is_not_run_again(string end, int expected)
    {
        await RunAsync($"create procedure finish() begin {end}; end");
        await using var db = Reopen(static o => (o.Retry.MaxRetries, o.Retry.BaseDelay) = (2, TimeSpan.FromMilliseconds(1)));
        var runs = 0;

        var told = await Record.ExceptionAsync(async () => await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({++runs})", ct);
                await tx.ExecuteAsync($"call finish()", ct);
            },
            Token));

        Assert.Equal(expected, runs);
        Assert.Equal(expected == 1, told is TransactionEndedException);
        Assert.Equal(expected == 1 ? 1 : 0, await Db.QuerySingleAsync<int>($"select count(*) from kept", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_call_whose_own_statement_was_not_prepared_is_not_sent_again(bool inTransaction)
    {
        await RunAsync("create procedure finish() begin insert into kept (id) select 1 + count(*) from kept; deallocate prepare nosuch; end");

        var told = await Record.ExceptionAsync(async () => await (inTransaction
            ? Db.InTransactionAsync(
                static async (tx, ct) =>
                {
                    await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await tx.ExecuteAsync($"call finish()", ct));
                    throw new FormatException("stop");
                },
                Token)
            : new ValueTask(Db.ExecuteAsync($"call finish()", Token).AsTask())));

        Assert.NotNull(told);
        Assert.Equal(inTransaction ? 0 : 1, await Db.QuerySingleAsync<int>($"select count(*) from kept", Token));
    }

    [Fact]
    public async Task A_procedure_without_a_commit_is_run_in_the_transaction()
    {
        await RunAsync("create procedure note() insert into kept (id) values (50)");

        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"call note()", ct);
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
            },
            Token);

        Assert.Equal(2, await CountAsync());
    }

    [Theory]
    [InlineData(IsolationLevel.Unspecified, "SERIALIZABLE", false)]
    [InlineData(IsolationLevel.ReadCommitted, "READ COMMITTED", false)]
    [InlineData(IsolationLevel.RepeatableRead, "REPEATABLE READ", true)]
    public async Task The_isolation_level_is_the_sessions_own_unless_one_is_asked_for_and_nothing_of_it_stays(IsolationLevel asked, string expected, bool readOnly)
    {
        var lease = await Db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        await using (lease)
        {
            await RunOnAsync(lease, "set session transaction isolation level serializable");
            var transaction = await Db.Provider.BeginTransactionAsync(lease.Connection, new TransactionOptions { Isolation = asked, ReadOnly = readOnly }, Token);
            await RunOnAsync(lease, "select count(*) from kept");

            // InnoDB shows its transactions as they were, unless nobody has looked for 0.1 s.
            string? level = null;
            await Waiting.UntilAsync(
                "InnoDB shows the transaction",
                async () => (level = await RunOnAsync(lease, "select trx_isolation_level from information_schema.innodb_trx where trx_mysql_thread_id = connection_id()")) is not null,
                TimeSpan.FromMilliseconds(250));
            Assert.Equal(expected, level);
            await transaction.CommitAsync(Token);

            Assert.Equal("SERIALIZABLE", await RunOnAsync(lease, "select replace(@@transaction_isolation, '-', ' ')"));
            await RunOnAsync(lease, "insert into kept (id) values (1)");
        }
    }

    /// <summary>A transaction of InnoDB reads what was, and writes to what is; MariaDB refuses the write then, and the work is run again.</summary>
    [Fact]
    public async Task A_row_that_others_change_under_a_transaction_was_not_rejected()
    {
        await RunAsync("create table documents (id int not null primary key, text varchar(100) not null, version int not null)");
        var documents = new DocumentRepository(Db);
        await documents.InsertManyAsync([new(1, "a", 1), new(2, "a", 1)], Token);
        bool? isDeleted = null;

        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                var inside = new DocumentRepository(tx);
                var read = await inside.GetAsync(2, ct);
                await documents.DeleteAsync(1, Token);
                await documents.UpdateAsync(new(2, "b", 1), Token).AsTask().ContinueWith(static _ => { }, TaskScheduler.Default);
                isDeleted = await inside.DeleteAsync(1, ct);
                await inside.UpdateAsync(read!, ct);
            },
            Token));

        Assert.False(isDeleted);
        Assert.True(told is null or ConcurrencyConflictException, told?.ToString());
    }

    [System.ComponentModel.DataAnnotations.Schema.Table("documents")]
    public sealed record Document(int Id, string Text, [property: System.ComponentModel.DataAnnotations.ConcurrencyCheck] int Version);

    private sealed class DocumentRepository(DatabaseSession session) : Repository<Document, int>(session);

    private static async ValueTask<string?> RunOnAsync(ConnectionLease lease, string sql)
    {
        await using var command = lease.Connection.CreateCommand();
        command.CommandText = sql;
        return (await command.ExecuteScalarAsync(Token))?.ToString();
    }
}
