using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Data.Common;
using System.Transactions;
using DataAccess.Connections;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Nothing but InTransactionAsync ends a transaction, and what COMMIT is told to have done it has done.</summary>
public abstract class TransactionEndSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Statements that every engine of the suite refuses inside a transaction.</summary>
    protected static readonly string[] EndsEverywhere =
    [
        "commit", "COMMIT", "  commit;", "-- why\ncommit", "/* why */ commit", "rollback", "rollback work", "begin", "start transaction",
        "insert into kept (id) values (90); commit", "insert into kept (id) values (91);\n/* now */ rollback; insert into kept (id) values (92)",
        "--\ncommit", "create table begun (id int); commit",
    ];

    /// <summary>Statements that are rejected inside a transaction.</summary>
    protected abstract string[] Ends { get; }

    /// <summary>Statements that only look as if they ended it.</summary>
    protected abstract string[] Harmless { get; }

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table kept (id {TypeOf<int>()} not null primary key, note varchar(100))");

    [Fact]
    public async Task What_would_end_the_transaction_is_rejected_and_not_sent()
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                foreach (var sql in Ends)
                {
                    var rejected = await Record.ExceptionAsync(async () => await tx.ExecuteAsync(SqlStatement.Raw(sql), ct));
                    Assert.True(rejected is InvalidOperationException, $"{sql}: {rejected}");
                    Assert.Contains("InTransactionAsync", rejected.Message, StringComparison.Ordinal);
                }

                var ending = SqlStatement.Raw(Ends[0]);
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.QueryAsync<int>(ending, ct));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.ScalarAsync<int>(ending, ct));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.QueryMultipleAsync<int, int>($"select 1", ending, ct));
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.StreamAsync<int>(ending, ct).CountAsync(ct));
                await Assert.ThrowsAsync<InvalidOperationException>(
                    async () => await tx.InTransactionAsync(async (inner, token) => await inner.ExecuteAsync(ending, token), ct));
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
            },
            Token);

        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select id from kept order by id", Token));
    }

    [Fact]
    public async Task What_only_looks_like_an_end_is_run()
    {
        await Assert.ThrowsAsync<FormatException>(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                foreach (var sql in Harmless)
                {
                    await tx.ExecuteAsync(SqlStatement.Raw(sql), ct);
                }

                throw new FormatException("stop");
            },
            Token));

        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task An_aborted_transaction_is_never_told_to_be_committed()
    {
        var lease = await Db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        await using (lease)
        {
            var transaction = await Db.Provider.BeginTransactionAsync(lease.Connection, new TransactionOptions(), Token);
            await ExecuteAsync(lease.Connection, transaction, "insert into kept (id) values (1)");
            await Assert.ThrowsAnyAsync<DbException>(async () => await ExecuteAsync(lease.Connection, transaction, "insert into nowhere (id) values (1)"));

            var told = await Record.ExceptionAsync(async () => await CommitAsync(lease, transaction));

            if (Db.Provider.AbortsTransactionOnError)
            {
                Assert.IsType<TransactionRolledBackException>(told);
            }
            else
            {
                Assert.Null(told);
            }
        }

        Assert.Equal(Db.Provider.AbortsTransactionOnError ? 0 : 1, await CountAsync());
    }

    [Theory]
    [InlineData("rollback")]
    [InlineData("commit")]
    public async Task A_transaction_that_was_ended_from_inside_is_never_told_to_be_committed(string end)
    {
        var lease = await Db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        await using (lease)
        {
            var transaction = await Db.Provider.BeginTransactionAsync(lease.Connection, new TransactionOptions(), Token);
            await ExecuteAsync(lease.Connection, transaction, "insert into kept (id) values (1)");
            await ExecuteAsync(lease.Connection, transaction, end);

            Assert.IsType<TransactionEndedException>(await Record.ExceptionAsync(async () => await CommitAsync(lease, transaction)));
            lease.Invalidate();
        }
    }

    [Fact]
    public async Task A_failure_that_the_work_hides_is_told_or_costs_nothing()
    {
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await Record.ExceptionAsync(async () => await tx.QueryAsync<int>($"select id from nowhere", ct));
            },
            Token));

        Assert.Equal(told is null ? 1 : 0, await CountAsync());
        Assert.Equal(Db.Provider.AbortsTransactionOnError, told is not null);
    }

    [Fact]
    public async Task A_failure_that_nested_work_hides_undoes_that_work_alone()
    {
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await Record.ExceptionAsync(async () => await tx.InTransactionAsync(
                    static async (inner, token) =>
                    {
                        await inner.ExecuteAsync($"insert into kept (id) values ({2})", token);
                        await Record.ExceptionAsync(async () => await inner.QueryAsync<int>($"select id from nowhere", token));
                    },
                    ct));
                await tx.ExecuteAsync($"insert into kept (id) values ({3})", ct);
            },
            Token));

        Assert.Null(told);
        Assert.Equal(Db.Provider.AbortsTransactionOnError ? [1, 3] : [1, 2, 3], await Db.QueryAsync<int>($"select id from kept order by id", Token));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Work_that_ends_while_a_stream_is_open_is_rolled_back_and_harms_nobody(bool throws)
    {
        await RunAsync("insert into kept (id) values (1), (2), (3)");
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        IAsyncEnumerator<int>? open = null;

        var told = await Record.ExceptionAsync(async () => await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({4})", ct);
                open = tx.StreamAsync<int>($"select id from kept order by id", ct).GetAsyncEnumerator(ct);
                Assert.True(await open.MoveNextAsync());
                _ = throws ? throw new FormatException("stop") : 0;
            },
            Token));

        Assert.IsType(throws ? typeof(FormatException) : typeof(InvalidOperationException), told);
        Assert.Equal([1, 2, 3], await Db.QueryAsync<int>($"select id from kept order by id", Token));
        await RunAsync("insert into kept (id) values (5)");
        await db.ExecuteAsync($"insert into kept (id) values ({6})", Token);
        Assert.NotNull(await Record.ExceptionAsync(async () =>
        {
            while (await open!.MoveNextAsync())
            {
            }
        }));
        await Record.ExceptionAsync(async () => await open!.DisposeAsync());
        await db.InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"insert into kept (id) values ({7})", ct), Token);
        Assert.Equal([1, 2, 3, 5, 6, 7], await db.QueryAsync<int>($"select id from kept order by id", Token));
    }

    [Fact]
    public async Task A_token_that_was_cancelled_before_a_statement_costs_the_transaction_nothing()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tx.QueryAsync<int>($"select id from kept", new CancellationToken(canceled: true)));
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
            },
            Token);

        Assert.Equal(2, await CountAsync());
    }

    [Fact]
    public async Task A_transaction_scope_is_rejected_by_every_call()
    {
        await using var writer = Db.CreateWriter<Kept>();
        var repository = new Keeper(Db);
        Func<Task>[] calls =
        [
            async () => await Db.ExecuteAsync($"insert into kept (id) values ({1})", Token),
            async () => await Db.QueryAsync<int>($"select id from kept", Token),
            async () => await Db.StreamAsync<int>($"select id from kept", Token).CountAsync(Token),
            async () => await Db.QueryMultipleAsync<int, int>($"select 1", $"select 2", Token),
            async () => await Db.Within(TimeSpan.FromMinutes(1)).ExecuteAsync($"insert into kept (id) values ({2})", Token),
            async () => await Db.InTransactionAsync(static (_, _) => default, Token),
            async () => await Db.Connections.AcquireAsync(ConnectionRole.Writer, Token),
            async () => await writer.WriteAsync(new Kept(3, null), Token),
            async () => await writer.EnqueueAsync(new Kept(4, null), Token),
            async () => await writer.WriteManyAsync([new Kept(5, null)], Token),
            async () => await repository.GetAsync(1, Token),
            async () => await repository.InsertAsync(new Kept(6, null), Token),
            async () => await repository.InsertManyAsync([new Kept(7, null)], Token),
            async () => await repository.InsertManyAsync([], Token),
            async () => await repository.GetManyAsync([], Token),
            async () => await writer.WriteManyAsync([], Token),
        ];

        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            foreach (var call in calls)
            {
                var rejected = await Assert.ThrowsAsync<InvalidOperationException>(call);
                Assert.Contains("InTransactionAsync", rejected.Message, StringComparison.Ordinal);
            }

            using (new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled))
            {
                await Db.ExecuteAsync($"insert into kept (id) values ({8})", Token);
                await writer.WriteAsync(new Kept(9, null), Token);
            }
        }

        Assert.Equal([8, 9], await Db.QueryAsync<int>($"select id from kept order by id", Token));
    }

    protected async ValueTask<int> CountAsync() => await Db.QuerySingleAsync<int>($"select count(*) from kept", Token);

    protected async ValueTask ExecuteAsync(DbConnection connection, DbTransaction transaction, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Db.Provider.GivesTransactionToCommands ? transaction : null;
        await command.ExecuteNonQueryAsync(Token);
    }

    private async Task CommitAsync(ConnectionLease lease, DbTransaction transaction)
    {
        await Db.Provider.CommitAsync(transaction, lease.Physical.ForBatches);
        await transaction.DisposeAsync();
    }

    [Table("kept")]
    private sealed record Kept([property: Key] int Id, string? Note);

    private sealed class Keeper(Database db) : Repository<Kept, int>(db);
}
