using System.Data.Common;
using Dapper;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A transaction that Dapper and plain ADO.NET use too: what is told of its end is what has happened.</summary>
public abstract class SharedTransactionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>How other code may end a transaction: through the driver's object, by a command's text, and so that another one is open afterwards.</summary>
    public static TheoryData<string> Ends => ["Commit", "Rollback", "commit", "rollback", "commit, begin", "rollback, begin"];

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table kept (id {TypeOf<int>()} not null primary key, note varchar(100))");

    [Fact]
    public async Task Dapper_and_the_library_commit_together()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await tx.Connection.ExecuteAsync(new CommandDefinition("insert into kept (id, note) values (@Id, @Note)", new { Id = 2, Note = "dapper" }, tx.Transaction, cancellationToken: ct));
                await tx.Connection.ExecuteAsync("insert into kept (id, note) values (@Id, @Note)", new[] { new { Id = 3, Note = "a" }, new { Id = 4, Note = "b" } }, tx.Transaction);
                Assert.Equal([1, 2, 3, 4], await tx.Connection.QueryAsync<int>("select id from kept order by id", transaction: tx.Transaction));
                Assert.Equal([1, 2, 3, 4], await tx.Connection.QueryUnbufferedAsync<int>("select id from kept order by id", transaction: tx.Transaction).ToListAsync(ct));
                await using (var results = await tx.Connection.QueryMultipleAsync("select id from kept where id < 2; select note from kept where id = 2", transaction: tx.Transaction))
                {
                    Assert.Equal([1], await results.ReadAsync<int>());
                    Assert.Equal("dapper", await results.ReadSingleAsync<string>());
                }

                Assert.Equal([1, 2, 3, 4], await tx.QueryAsync<int>($"select id from kept order by id", ct));
                await tx.InTransactionAsync(
                    static async (inner, token) => await inner.Connection.ExecuteAsync("insert into kept (id) values (5)", transaction: inner.Transaction), ct);
            },
            Token);

        Assert.Equal([1, 2, 3, 4, 5], await IdsAsync());
    }

    [Fact]
    public async Task Work_that_fails_undoes_what_other_code_did()
    {
        await Assert.ThrowsAsync<FormatException>(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.Connection.ExecuteAsync("insert into kept (id) values (1)", transaction: tx.Transaction);
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
                throw new FormatException("stop");
            },
            Token));

        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task Nested_work_that_fails_undoes_what_other_code_did_in_it()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.Connection.ExecuteAsync("insert into kept (id) values (1)", transaction: tx.Transaction);
                await Assert.ThrowsAsync<FormatException>(async () => await tx.InTransactionAsync(
                    static async (inner, token) =>
                    {
                        await inner.Connection.ExecuteAsync("insert into kept (id) values (2)", transaction: inner.Transaction);
                        throw new FormatException("stop");
                    },
                    ct));
                await tx.Connection.ExecuteAsync("insert into kept (id) values (3)", transaction: tx.Transaction);
            },
            Token);

        Assert.Equal([1, 3], await IdsAsync());
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task An_end_by_other_code_is_never_told_to_be_a_commit(string end)
    {
        var runs = 0;
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await EndAsync(tx, end);
            },
            Token));

        Assert.IsType<TransactionEndedException>(told);
        Assert.Equal(1, runs);
        Assert.Equal(end.StartsWith("commit", StringComparison.OrdinalIgnoreCase) ? [1] : [], await IdsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_first_shared_in_nested_work_is_watched_after_it(bool isUndone)
    {
        async ValueTask RunAsync(string? end) => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                var nested = await Record.ExceptionAsync(async () => await tx.InTransactionAsync(
                    async (inner, token) =>
                    {
                        await inner.Connection.ExecuteAsync("insert into kept (id) values (2)", transaction: inner.Transaction);
                        _ = isUndone ? throw new FormatException("stop") : 0;
                    },
                    ct));
                Assert.Equal(isUndone, nested is FormatException);
                await tx.ExecuteAsync($"insert into kept (id) values ({3})", ct);
                if (end is not null)
                {
                    await EndAsync(tx, end);
                }
            },
            Token);

        await RunAsync(null);
        Assert.Equal(isUndone ? [1, 3] : [1, 2, 3], await IdsAsync());
        await Db.ExecuteAsync($"delete from kept", Token);
        await Assert.ThrowsAsync<TransactionEndedException>(async () => await RunAsync("rollback, begin"));
        Assert.Empty(await IdsAsync());
    }

    [Theory]
    [InlineData("Commit")]
    [InlineData("Rollback")]
    [InlineData("commit")]
    [InlineData("rollback")]
    public async Task An_end_by_other_code_is_noticed_before_the_next_statement(string end)
    {
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await EndAsync(tx, end);
                await Assert.ThrowsAsync<TransactionEndedException>(async () => await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct));
                await Assert.ThrowsAsync<TransactionEndedException>(async () => await tx.InTransactionAsync(static (_, _) => default, ct));
                await Assert.ThrowsAsync<TransactionEndedException>(async () => await tx.StreamAsync<int>($"select id from kept", ct).CountAsync(ct));
            },
            Token));

        Assert.IsType<TransactionEndedException>(told);
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task Work_that_fails_after_a_commit_by_other_code_is_not_told_to_be_undone()
    {
        var told = await Assert.ThrowsAsync<TransactionEndedException>(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await EndAsync(tx, "Commit");
                throw new FormatException("stop");
            },
            Token));

        Assert.IsType<FormatException>(told.InnerException);
        Assert.Equal([1], await IdsAsync());
    }

    [Fact]
    public async Task A_failure_of_other_code_that_the_work_hides_is_told_or_costs_nothing()
    {
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.Connection.ExecuteAsync("insert into kept (id) values (1)", transaction: tx.Transaction);
                Assert.IsAssignableFrom<DbException>(await Record.ExceptionAsync(() => tx.Connection.ExecuteAsync("insert into kept (id) values (1)", transaction: tx.Transaction)));
            },
            Token));

        Assert.Equal(Db.Provider.AbortsTransactionOnError, told is not null);
        Assert.Equal(told is null ? [1] : [], await IdsAsync());
        Assert.True(told is null or TransactionRolledBackException, $"{told}");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_result_that_is_left_open_rolls_back_and_harms_nobody(bool throws)
    {
        await RunAsync("insert into kept (id) values (1), (2), (3)");
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        DbDataReader? open = null;

        var told = await Record.ExceptionAsync(async () => await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({4})", ct);
                open = await tx.Connection.ExecuteReaderAsync("select id from kept order by id", transaction: tx.Transaction);
                Assert.True(await open.ReadAsync(ct));
                _ = throws ? throw new FormatException("stop") : 0;
            },
            Token));

        Assert.IsType(throws ? typeof(FormatException) : typeof(InvalidOperationException), told);
        Assert.Contains(throws ? "stop" : "DbDataReader", told!.Message, StringComparison.Ordinal);
        await db.ExecuteAsync($"insert into kept (id) values ({5})", Token);
        Assert.Equal([1, 2, 3, 5], await IdsAsync());
        await Record.ExceptionAsync(async () => await open!.DisposeAsync());
    }

    [Fact]
    public async Task A_result_that_is_open_at_a_statement_is_named_and_costs_nothing_once_it_is_closed()
    {
        await RunAsync("insert into kept (id) values (1), (2), (3)");
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await using (var open = await tx.Connection.ExecuteReaderAsync("select id from kept order by id", transaction: tx.Transaction))
                {
                    Assert.True(await open.ReadAsync(ct));
                    var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.ExecuteAsync($"insert into kept (id) values ({4})", ct));
                    Assert.Contains("DbDataReader", told.Message, StringComparison.Ordinal);
                }

                await tx.ExecuteAsync($"insert into kept (id) values ({5})", ct);
            },
            Token);

        Assert.Equal([1, 2, 3, 5], await IdsAsync());
    }

    [Fact]
    public async Task Savepoints_of_other_code_outlive_the_librarys_statements()
    {
        await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await tx.Transaction.SaveAsync("mine", ct);
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
                await tx.InTransactionAsync(static async (inner, token) => await inner.ExecuteAsync($"insert into kept (id) values ({3})", token), ct);
                await tx.Transaction.RollbackAsync("mine", ct);
                await tx.ExecuteAsync($"insert into kept (id) values ({4})", ct);
            },
            Token);

        Assert.Equal([1, 4], await IdsAsync());
    }

    [Fact]
    public async Task The_objects_are_of_the_transaction_alone()
    {
        DatabaseTransaction? ended = null;
        DbTransaction? driver = null;
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                ended = tx;
                driver = tx.Transaction;
                Assert.Same(tx.Connection, driver.Connection);
                Assert.Same(driver, tx.Transaction);
                var stream = tx.StreamAsync<int>($"select 1 as n", ct).GetAsyncEnumerator(ct);
                Assert.True(await stream.MoveNextAsync());
                Assert.Throws<InvalidOperationException>(() => tx.Connection);
                await stream.DisposeAsync();
            },
            Token);

        Assert.Throws<ObjectDisposedException>(() => ended!.Connection);
        Assert.Throws<ObjectDisposedException>(() => ended!.Transaction);
        Assert.Throws<ObjectDisposedException>(() => ended!.OnEnding(static () => { }));
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);

                // Npgsql uses the object again for the connection's next transaction.
                Assert.True(driver == tx.Transaction || await Record.ExceptionAsync(() => driver!.RollbackAsync(ct)) is InvalidOperationException);
            },
            Token);
        Assert.Equal([1], await IdsAsync());
    }

    [Fact]
    public async Task What_other_code_leaves_in_the_session_is_gone()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.InTransactionAsync(
            static async (tx, _) => await tx.Connection.ExecuteAsync("create temporary table left_here (id int)", transaction: tx.Transaction), Token);

        Assert.IsAssignableFrom<DbException>(await Record.ExceptionAsync(async () => await db.QueryAsync<int>($"select id from left_here", Token)));
    }

    [Fact]
    public async Task A_connection_that_other_code_closes_is_told_as_a_rollback()
    {
        var told = await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await tx.Connection.CloseAsync();
            },
            Token));

        Assert.IsType<TransactionRolledBackException>(told);
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task A_cancel_in_other_code_rolls_back_and_leaves_a_clean_session()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.Connection.ExecuteAsync("insert into kept (id) values (1)", transaction: tx.Transaction);
                await source.CancelAsync();
                await tx.Connection.ExecuteAsync(new CommandDefinition("insert into kept (id) values (2)", transaction: tx.Transaction, cancellationToken: ct));
            },
            source.Token));

        Assert.Empty(await IdsAsync());
        await db.ExecuteAsync($"insert into kept (id) values ({3})", Token);
        Assert.Equal([3], await IdsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_registered_for_the_end_is_done_before_it(bool throws)
    {
        var told = new List<string>();
        await Record.ExceptionAsync(async () => await Db.InTransactionAsync(
            (tx, _) =>
            {
                tx.OnEnding(() => told.Add("first"));
                tx.OnEnding(static () => throw new FormatException("not ours"));
                tx.OnEnding(() => told.Add("second"));
                return throws ? throw new FormatException("stop") : default(ValueTask);
            },
            Token));

        Assert.Equal(["first", "second"], told);
    }

    protected async ValueTask<IReadOnlyList<int>> IdsAsync() => await Db.QueryAsync<int>($"select id from kept order by id", Token);

    private static async Task EndAsync(DatabaseTransaction tx, string end)
    {
        var (connection, transaction) = (tx.Connection, tx.Transaction);
        switch (end)
        {
            case "Commit":
                await transaction.CommitAsync(Token);
                break;
            case "Rollback":
                await transaction.RollbackAsync(Token);
                break;
            default:
                foreach (var sql in end.Split(", "))
                {
                    await using var command = connection.CreateCommand();
                    command.CommandText = sql;
                    await command.ExecuteNonQueryAsync(Token);
                }

                break;
        }
    }
}
