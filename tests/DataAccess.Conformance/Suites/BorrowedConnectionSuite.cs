using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using System.Data;
using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>The query methods on a caller's connection and transaction, which stay the caller's.</summary>
public abstract class BorrowedConnectionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table kept (id {TypeOf<int>()} not null primary key, note varchar(100))");

    [Fact]
    public async Task A_repository_and_Dapper_share_the_callers_transaction()
    {
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await connection.ExecuteAsync("insert into kept (id, note) values (1, 'dapper')", transaction: transaction);
            var session = Db.Use(connection, transaction);
            var repository = new Keeper(session);
            Assert.Equal("dapper", (await repository.GetAsync(1, Token))!.Note);
            await repository.InsertAsync(new Kept(2, "it's a \\ backslash"), Token);
            await repository.InsertManyAsync([new Kept(3, null), new Kept(4, "")], Token);
            Assert.Equal([1, 2, 3, 4], await session.QueryAsync<int>($"select id from kept order by id", Token));
            Assert.Equal([1, 2, 3, 4], await session.StreamAsync<int>($"select id from kept order by id", Token).ToListAsync(Token));
            Assert.Equal([2, 3], (await repository.GetManyAsync([2, 3], Token)).Select(static k => k.Id).Order());
            var (ids, count) = await session.QueryMultipleAsync<int, long>($"select id from kept order by id", $"select count(*) from kept", Token);
            Assert.Equal([1, 2, 3, 4], ids);
            Assert.Equal([4], count);
            Assert.Equal(4, await connection.ExecuteScalarAsync<long>("select count(*) from kept", transaction: transaction));
            await transaction.CommitAsync(Token);
        }

        Assert.Equal([1, 2, 3, 4], await IdsAsync());
        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal("it's a \\ backslash", await Db.QuerySingleAsync<string>($"select note from kept where id = {2}", Token));
    }

    [Fact]
    public async Task Nothing_is_committed_with_the_callers_rollback()
    {
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            var session = Db.Use(connection, transaction);
            await session.ExecuteAsync($"insert into kept (id) values ({1})", Token);
            await session.InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct), Token);
            await transaction.RollbackAsync(Token);
        }

        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task Nested_work_is_a_savepoint_of_the_callers_transaction()
    {
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            var session = Db.Use(connection, transaction);
            await session.ExecuteAsync($"insert into kept (id) values ({1})", Token);
            await Assert.ThrowsAsync<FormatException>(async () => await session.InTransactionAsync(
                async (tx, ct) =>
                {
                    await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
                    await tx.Connection.ExecuteAsync("insert into kept (id) values (3)", transaction: tx.Transaction);
                    await session.ExecuteAsync($"insert into kept (id) values ({4})", ct);
                    await Db.Use(connection, transaction).InTransactionAsync(static async (inner, token) => await inner.ExecuteAsync($"insert into kept (id) values ({5})", token), ct);
                    Assert.Equal([1, 2, 3, 4, 5], await tx.QueryAsync<int>($"select id from kept order by id", ct));
                    throw new FormatException("stop");
                },
                Token));
            await session.InTransactionAsync(
                static async (tx, ct) =>
                {
                    await tx.ExecuteAsync($"insert into kept (id) values ({6})", ct);
                    await Assert.ThrowsAnyAsync<DbException>(async () => await tx.InTransactionAsync(static async (inner, token) => await inner.ExecuteAsync($"insert into kept (id) values ({6})", token), ct));
                },
                Token);
            await transaction.CommitAsync(Token);
        }

        Assert.Equal([1, 6], await IdsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_transaction_that_was_not_passed_is_left_as_it_is(bool begunByText)
    {
        foreach (var commits in new[] { true, false })
        {
            await using var connection = await ConnectAsync();
            await using var transaction = begunByText ? null : await connection.BeginTransactionAsync(Token);
            if (begunByText)
            {
                await connection.ExecuteAsync("begin", commandType: CommandType.Text);
            }

            await connection.ExecuteAsync("insert into kept (id) values (1)", transaction: transaction);
            var refused = await Assert.ThrowsAsync<InvalidOperationException>(
                async () => await Db.Use(connection).InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct), Token));

            // On MySQL the driver itself rejects a command without its transaction.
            Assert.Contains(begunByText ? "Pass the DbTransaction to Use as well" : "transaction", refused.Message, StringComparison.Ordinal);
            Assert.Equal(ConnectionState.Open, connection.State);
            Assert.Equal(1, await connection.ExecuteScalarAsync<long>("select count(*) from kept", transaction: transaction));
            if (begunByText)
            {
                await connection.ExecuteAsync(commits ? "commit" : "rollback", commandType: CommandType.Text);
            }
            else
            {
                await (commits ? transaction!.CommitAsync(Token) : transaction!.RollbackAsync(Token));
            }

            Assert.Equal(commits ? [1] : [], await IdsAsync());
            await RunAsync("delete from kept");
        }
    }

    [Fact]
    public async Task Without_a_transaction_a_statement_commits_by_itself_and_nested_work_begins_one()
    {
        await using var connection = await ConnectAsync();
        var session = Db.Use(connection);
        await session.ExecuteAsync($"insert into kept (id) values ({1})", Token);
        await session.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
                await tx.Connection.ExecuteAsync("insert into kept (id) values (3)", transaction: tx.Transaction);
                await session.ExecuteAsync($"insert into kept (id) values ({4})", ct);
            },
            Token);
        await Assert.ThrowsAsync<FormatException>(async () => await session.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({5})", ct);
                throw new FormatException("stop");
            },
            Token));

        Assert.Equal([1, 2, 3, 4], await IdsAsync());
        Assert.Equal(4, await connection.ExecuteScalarAsync<long>("select count(*) from kept"));
        await using var own = await connection.BeginTransactionAsync(Token);
        await own.RollbackAsync(Token);
    }

    [Fact]
    public async Task A_failure_is_the_drivers_and_the_caller_goes_on_from_a_savepoint()
    {
        await using var connection = await ConnectAsync();
        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            var session = Db.Use(connection, transaction);
            await session.ExecuteAsync($"insert into kept (id) values ({1})", Token);
            await transaction.SaveAsync("mine", Token);
            var told = await Assert.ThrowsAnyAsync<DbException>(async () => await session.ExecuteAsync($"insert into kept (id) values ({1})", Token));
            Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(told).Kind);
            await transaction.RollbackAsync("mine", Token);
            await session.ExecuteAsync($"insert into kept (id) values ({2})", Token);
            await transaction.CommitAsync(Token);
        }

        Assert.Equal([1, 2], await IdsAsync());
    }

    [Fact]
    public async Task What_would_end_the_callers_transaction_is_not_sent()
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        var session = Db.Use(connection, transaction);

        var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.ExecuteAsync($"commit", Token));

        Assert.Contains("DbTransaction", told.Message, StringComparison.Ordinal);
        await transaction.RollbackAsync(Token);
    }

    [Fact]
    public async Task What_cannot_be_used_is_refused_with_what_is_expected()
    {
        await using var connection = await ConnectAsync();
        await using var other = await ConnectAsync();
        DbConnection foreign = connection is SqliteConnection ? new NpgsqlConnection() : new SqliteConnection();
        Assert.Contains(connection.GetType().FullName!, Assert.Throws<ArgumentException>(() => Db.Use(foreign)).Message, StringComparison.Ordinal);
        await foreign.DisposeAsync();
        await using (var transaction = await other.BeginTransactionAsync(Token))
        {
            Assert.Throws<ArgumentException>(() => Db.Use(connection, transaction));
        }

        var ended = await connection.BeginTransactionAsync(Token);
        var stale = Db.Use(connection, ended);
        await ended.CommitAsync(Token);
        Assert.Throws<ArgumentException>(() => Db.Use(connection, ended));
        Assert.Contains("has ended", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await stale.ExecuteAsync($"insert into kept (id) values ({1})", Token))).Message, StringComparison.Ordinal);
        var session = Db.Use(connection);
        await connection.CloseAsync();
        Assert.Contains("Open", Assert.Throws<InvalidOperationException>(() => Db.Use(connection)).Message, StringComparison.Ordinal);
        Assert.Contains("Open", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await session.QueryAsync<int>($"select 1", Token))).Message, StringComparison.Ordinal);
        Assert.Empty(await IdsAsync());
    }

    [Fact]
    public async Task One_call_runs_at_a_time_and_a_stream_is_one()
    {
        await RunAsync("insert into kept (id) values (1), (2)");
        await using var connection = await ConnectAsync();
        var (session, same) = (Db.Use(connection), Db.Use(connection));
        await using (var rows = session.StreamAsync<int>($"select id from kept", Token).GetAsyncEnumerator(Token))
        {
            Assert.True(await rows.MoveNextAsync());
            Assert.Contains("one statement at a time", (await Assert.ThrowsAsync<InvalidOperationException>(async () => await same.QueryAsync<int>($"select 1", Token))).Message, StringComparison.Ordinal);
        }

        Assert.Equal(2, await same.QuerySingleAsync<long>($"select count(*) from kept", Token));
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_connection_to_its_caller()
    {
        await using var connection = await ConnectAsync();
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        source.CancelAfter(TimeSpan.FromMilliseconds(300));

        // SQLite's driver blocks the thread that calls it.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Task.Run(async () => await Db.Use(connection).QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), source.Token), Token));

        Assert.Equal(ConnectionState.Open, connection.State);
        Assert.Equal(0, await Db.Use(connection).QuerySingleAsync<long>($"select count(*) from kept", Token));
        Assert.Equal(0, await connection.ExecuteScalarAsync<long>("select count(*) from kept"));
    }

    [Fact]
    public async Task A_read_by_key_does_not_cross_to_other_connections()
    {
        await using var connection = await ConnectAsync();
        await using var transaction = await connection.BeginTransactionAsync(Token);
        await connection.ExecuteAsync("insert into kept (id) values (1)", transaction: transaction);
        var inside = new Keeper(Db.Use(connection, transaction));

        Assert.NotNull(await inside.GetAsync(1, Token));
        Assert.Null(await new Keeper(Db).GetAsync(1, Token));
        await transaction.RollbackAsync(Token);
    }

    protected async ValueTask<DbConnection> ConnectAsync(string? more = null)
    {
        var text = ConnectionString;
        DbConnection connection = Engine is ServerEngine server ? server.Connect(text + more) : new SqliteConnection($"Data Source={text["sqlite:".Length..]};Pooling=false");
        await connection.OpenAsync(Token);
        return connection;
    }

    private async ValueTask<IReadOnlyList<int>> IdsAsync() => await Db.QueryAsync<int>($"select id from kept order by id", Token);

    [Table("kept")]
    private sealed record Kept([property: Key] int Id, string? Note);

    private sealed class Keeper(DatabaseSession session) : Repository<Kept, int>(session);
}
