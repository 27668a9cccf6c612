using System.Data.Common;
using Dapper;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Dapper's methods on a leased connection, and that nothing of them reaches the next lease.</summary>
public abstract class DapperLeaseSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table kept (id {TypeOf<int>()} not null primary key, note varchar(100))");

    [Fact]
    public async Task Every_kind_of_call_works()
    {
        await using var lease = await Db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
        var connection = lease.Connection;
        Assert.Equal(3, await connection.ExecuteAsync(
            new CommandDefinition("insert into kept (id, note) values (@Id, @Note)", Enumerable.Range(1, 3).Select(static i => new { Id = i, Note = "n" }), cancellationToken: Token)));
        Assert.Equal(3, (await connection.QueryAsync<Kept>(new CommandDefinition("select id, note from kept", cancellationToken: Token))).AsList().Count);
        Assert.Equal(3, connection.Query<Kept>("select id, note from kept", buffered: false).Count());
        Assert.Equal(2, await connection.QueryUnbufferedAsync<Kept>("select id, note from kept where id < @max", new { max = 3 }).CountAsync(Token));
        await using (var results = await connection.QueryMultipleAsync("select count(*) from kept; select note from kept where id = @id", new { id = 2 }))
        {
            Assert.Equal(3, await results.ReadSingleAsync<long>());
            Assert.Equal("n", await results.ReadSingleAsync<string>());
        }

        await using (var transaction = await connection.BeginTransactionAsync(Token))
        {
            await connection.ExecuteAsync("insert into kept (id) values (4)", transaction: transaction);
            await transaction.CommitAsync(Token);
        }

        Assert.Equal(4, await connection.ExecuteScalarAsync<long>("select count(*) from kept"));
    }

    [Fact]
    public async Task A_transaction_that_is_left_open_is_rolled_back()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using (var lease = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token))
        {
            var transaction = await lease.Connection.BeginTransactionAsync(Token);
            await lease.Connection.ExecuteAsync("insert into kept (id) values (1)", transaction: transaction);
        }

        await db.ExecuteAsync($"insert into kept (id) values ({2})", Token);
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from kept", Token));
    }

    [Fact]
    public async Task A_transaction_that_is_left_open_by_text_is_rolled_back()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using (var lease = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token))
        {
            await lease.Connection.ExecuteAsync("begin;");
            await lease.Connection.ExecuteAsync("insert into kept (id) values (1)");
        }

        await db.ExecuteAsync($"insert into kept (id) values ({2})", Token);
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from kept", Token));
    }

    [Fact]
    public async Task A_temporary_table_is_gone()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using (var lease = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token))
        {
            await lease.Connection.ExecuteAsync("create temporary table left_here (id int)");
        }

        Assert.IsAssignableFrom<DbException>(await Record.ExceptionAsync(async () => await db.QueryAsync<int>($"select id from left_here", Token)));
    }

    [Fact]
    public async Task A_result_that_is_left_open_harms_nobody()
    {
        await RunAsync("insert into kept (id) values (1), (2), (3)");
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        DbDataReader open;
        await using (var lease = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token))
        {
            open = await lease.Connection.ExecuteReaderAsync("select id from kept order by id");
            Assert.True(await open.ReadAsync(Token));
        }

        await db.ExecuteAsync($"insert into kept (id) values ({4})", Token);
        Assert.Equal([1, 2, 3, 4], await db.QueryAsync<int>($"select id from kept order by id", Token));
        await Record.ExceptionAsync(async () => await open.DisposeAsync());
        Assert.Equal(4, await db.QuerySingleAsync<long>($"select count(*) from kept", Token));
    }

    [Fact]
    public async Task A_cancelled_call_leaves_a_clean_session()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
        await using (var lease = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token))
        {
            await source.CancelAsync();
            Assert.NotNull(await Record.ExceptionAsync(() => lease.Connection.ExecuteAsync(new CommandDefinition("insert into kept (id) values (1)", cancellationToken: source.Token))));
        }

        await db.ExecuteAsync($"insert into kept (id) values ({2})", Token);
        Assert.Equal([2], await db.QueryAsync<int>($"select id from kept", Token));
    }

    private sealed record Kept
    {
        public int Id { get; init; }

        public string? Note { get; init; }
    }
}
