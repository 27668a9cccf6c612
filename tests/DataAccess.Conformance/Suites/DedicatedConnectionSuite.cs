using System.Data.Common;
using System.Transactions;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A connection outside the pool keeps its session from call to call, and sends what it is given.</summary>
public abstract class DedicatedConnectionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A routine or a trigger whose body has semicolons and names that a driver may take for parameters.</summary>
    protected abstract string Routine { get; }

    [Fact]
    public async Task A_transaction_and_a_temporary_table_last_from_call_to_call_and_end_with_it()
    {
        await RunAsync("create table t (n int not null)");
        await using (var connection = await Db.Connections.OpenDedicatedAsync(Token))
        {
            await connection.ExecuteAsync($"create temporary table mine (n int)", Token);
            await connection.ExecuteAsync($"begin", Token);
            Assert.Equal(1, await connection.ExecuteAsync($"insert into t values ({-7})", Token));
            await connection.ExecuteAsync($"insert into mine values ({null as int?})", Token);

            Assert.Equal([-7], await connection.QueryAsync($"select n from t where n = {-7}", static reader => reader.GetInt32(0), cancellationToken: Token));
            Assert.Equal([true], await connection.QueryAsync($"select n from mine", static reader => reader.IsDBNull(0), cancellationToken: Token));
        }

        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from t", Token));
    }

    [Fact]
    public async Task It_takes_none_of_the_pools_places()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using var held = await db.Connections.AcquireAsync(cancellationToken: Token);

        await using var connection = await db.Connections.OpenDedicatedAsync(Token);
        await using var other = await db.Connections.OpenDedicatedAsync(Token);

        Assert.Equal([1L], await connection.QueryAsync($"select 1", static reader => Convert.ToInt64(reader.GetValue(0), null), cancellationToken: Token));
        Assert.Equal((1, 1L), (db.Connections.Statistics.Leased, db.Connections.Statistics.Opened));
    }

    [Fact]
    public async Task A_script_is_sent_as_it_is_written()
    {
        const string words = "a; :name @name $1 ? {0} -- /* \u00e4";
        await RunAsync("create table t (n int not null)");
        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);

        await connection.ExecuteAsync(SqlStatement.Script(Routine), Token);

        Assert.Equal([words], await connection.QueryAsync(SqlStatement.Script($"select '{words}'"), static reader => reader.GetString(0), cancellationToken: Token));
        Assert.Equal(
            [words + "-5"],
            await connection.QueryAsync($"{SqlStatement.Script("select n from (")}select {words + "-5"} as n) q", static reader => reader.GetString(0), cancellationToken: Token));
        await Assert.ThrowsAsync<ArgumentException>(async () => await connection.ExecuteAsync(SqlStatement.Script(" "), Token));
    }

    [Fact]
    public async Task Statements_run_in_order_up_to_the_first_that_fails()
    {
        await RunAsync("create table t (n int not null primary key)");
        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);
        await connection.ExecuteAllAsync([], Token);
        await connection.ExecuteAllAsync([$"begin", $"insert into t values ({1})", SqlStatement.Script("insert into t values (2)"), $"commit"], Token);

        var error = await Assert.ThrowsAnyAsync<DbException>(
            async () => await connection.ExecuteAllAsync([$"insert into t values ({2})", $"insert into t values ({3})"], Token));

        Assert.Equal(FailureKind.Rejected, Db.Provider.Classify(error).Kind);
        Assert.True(Db.Provider.SystemName != "postgresql" || error.BatchCommand?.CommandText.StartsWith("insert", StringComparison.Ordinal) == true);
        Assert.Equal([1, 2], await Db.QueryAsync<int>($"select n from t order by n", Token));
        Assert.Equal(1, await connection.ExecuteAsync($"insert into t values ({4})", Token));
    }

    [Fact]
    public async Task A_cancelled_call_ends_and_its_session_goes_on()
    {
        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);
        await connection.ExecuteAsync($"create temporary table mine (n int)", Token);
        for (var round = 0; round < 3; round++)
        {
            using var source = CancellationTokenSource.CreateLinkedTokenSource(Token);
            source.CancelAfter(TimeSpan.FromMilliseconds(200));

            await Assert.ThrowsAnyAsync<OperationCanceledException>(
                async () => await connection.QueryAsync(SqlStatement.Raw(Engine.EndlessQuery), static _ => 0, cancellationToken: source.Token));
            await connection.ExecuteAsync($"insert into mine values ({round})", Token);
        }

        Assert.Equal([0, 1, 2], await connection.QueryAsync($"select n from mine order by n", static reader => reader.GetInt32(0), cancellationToken: Token));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await connection.ExecuteAsync($"insert into mine values ({9})", cancelled.Token));
        Assert.Equal([3L], await connection.QueryAsync($"select count(*) from mine", static reader => reader.GetInt64(0), cancellationToken: Token));
    }

    [Fact]
    public async Task A_prepared_query_takes_other_values_and_a_changed_table()
    {
        await RunAsync("create table t (n int not null)");
        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);
        foreach (var n in Enumerable.Range(0, 5))
        {
            await connection.ExecuteAsync($"insert into t values ({n})", Token);
            Assert.Equal([n + 1L], await CountAsync(n));
        }

        await RunAsync("alter table t add column other int");

        Assert.Equal([5L], await CountAsync(4));

        ValueTask<IReadOnlyList<long>> CountAsync(int upTo)
            => connection.QueryAsync($"select count(*) from t where n <= {upTo}", static reader => reader.GetInt64(0), prepare: true, Token);
    }

    [Fact]
    public async Task A_reader_that_throws_ends_its_query_and_nothing_else()
    {
        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);

        await Assert.ThrowsAsync<TimeoutException>(async () => await connection.QueryAsync<int>($"select 1", static _ => throw new TimeoutException("mine"), cancellationToken: Token));

        Assert.Single(await connection.QueryAsync($"select 1", static _ => 0, cancellationToken: Token));
    }

    [Fact]
    public async Task A_statement_is_described_and_not_run()
    {
        await RunAsync($"create table described (id {TypeOf<long>()} not null primary key, name varchar(20))");
        await Db.ExecuteAsync($"insert into described (id, name) values ({1L}, {"a"})", Token);
        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);

        long[] ids = [1, 2];
        var read = await connection.DescribeAsync($"select id, name as label from described where id in {ids} and name = {"a"} order by id", Token);
        Assert.Equal("id label", string.Join(' ', read!.Select(static column => column.Name)));
        Assert.All(read!, column => Assert.NotEmpty(column.DatabaseType));

        Assert.True(await connection.DescribeAsync($"delete from described where id = {1L}", Token) is null or []);
        Assert.True(await connection.DescribeAsync($"insert into described (id, name) values ({2L}, {"b"})", Token) is null or []);
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await connection.DescribeAsync($"select nowhere from described", Token));
        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(async () => await connection.DescribeAsync($"update described set nowhere = {1L}", Token));

        Assert.Equal([1L], await connection.QueryAsync($"select id from described", static row => row.GetInt64(0), cancellationToken: Token));
    }

    [Fact]
    public async Task It_is_not_opened_within_a_TransactionScope_or_after_a_cancel_or_by_a_closed_database()
    {
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
        {
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.Connections.OpenDedicatedAsync(Token));
        }

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Db.Connections.OpenDedicatedAsync(cancelled.Token));

        var closed = Reopen();
        await closed.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await closed.Connections.OpenDedicatedAsync(Token));
    }

    [Fact]
    public async Task A_dispose_cancels_the_call_that_runs_and_nothing_runs_after_it()
    {
        var connection = await Db.Connections.OpenDedicatedAsync(Token);
        await connection.ExecuteAsync($"begin", Token);
        var running = connection.QueryAsync(SqlStatement.Raw(Engine.EndlessQuery), static _ => 0, cancellationToken: Token).AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await connection.ExecuteAsync($"select 1", Token));

        await connection.DisposeAsync();
        await connection.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => running.WaitAsync(TimeSpan.FromSeconds(30), Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await connection.ExecuteAsync($"select 1", Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await connection.ExecuteAllAsync([$"select 1"], Token));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await connection.QueryAsync($"select 1", static _ => 0, cancellationToken: Token));
    }

    [Fact]
    public async Task A_timeout_that_a_driver_cannot_count_is_an_error_before_anything_is_sent()
    {
        await using var connection = await Db.Connections.OpenDedicatedAsync(Token);

        Assert.Throws<ArgumentOutOfRangeException>(() => connection.CommandTimeout = TimeSpan.MaxValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => connection.CommandTimeout = TimeSpan.FromTicks(-1));
        connection.CommandTimeout = TimeSpan.FromDays(24);

        foreach (var value in new[] { 111, 222, 333 })
        {
            Assert.Equal([value], await connection.QueryAsync($"select n from (select {value} as n) q", static reader => reader.GetInt32(0), cancellationToken: Token));
        }
    }

    [Fact]
    public async Task It_outlives_its_database()
    {
        var db = Reopen();
        await using var connection = await db.Connections.OpenDedicatedAsync(Token);

        await db.DisposeAsync();

        Assert.Single(await connection.QueryAsync($"select 1", static _ => 0, cancellationToken: Token));
    }
}
