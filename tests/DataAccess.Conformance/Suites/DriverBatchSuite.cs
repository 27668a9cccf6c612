using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Batches of the driver, run by the library.</summary>
public abstract class DriverBatchSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Whether the error of a batch names its command.</summary>
    protected virtual bool NamesCommand => true;

    /// <summary>A statement that leaves something in the session, and a query for it, whose answer is then 'left'.</summary>
    protected abstract (string Leave, string Look) Setting { get; }

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table parts (id {TypeOf<int>()} not null primary key, name varchar(20))");

    [Fact]
    public async Task Its_results_are_read_and_the_rest_is_run()
    {
        var (first, second) = await Db.RunBatchAsync(
            static batch => Add(batch, "insert into parts (id, name) values (1, 'a'), (2, 'b')", "select name from parts order by id", "select count(*) from parts", "insert into parts (id) values (3)"),
            static async (reader, ct) =>
            {
                var names = new List<string>();
                while (await reader.ReadAsync(ct))
                {
                    names.Add(reader.GetString(0));
                }

                await reader.NextResultAsync(ct);
                await reader.ReadAsync(ct);
                return (names, Convert.ToInt64(reader.GetValue(0), System.Globalization.CultureInfo.InvariantCulture));
            },
            Token);

        Assert.Equal(["a", "b"], first);
        Assert.Equal(2, second);
        Assert.Equal(3, await Db.QuerySingleAsync<long>($"select count(*) from parts", Token));
    }

    [Fact]
    public async Task The_command_that_failed_is_told_and_the_session_is_clean()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        DbBatchCommand[] commands = [];
        var told = await Assert.ThrowsAnyAsync<DbException>(async () => await db.RunBatchAsync(
            batch =>
            {
                Add(batch, "insert into parts (id) values (1)", "insert into parts (id) values (1)", "insert into parts (id) values (2)");

                // Drivers copy and enumerate them in ways of their own.
                commands = [batch.BatchCommands[0], batch.BatchCommands[1], batch.BatchCommands[2]];
            },
            NothingAsync,
            Token));

        Assert.Equal(FailureKind.Rejected, db.Provider.Classify(told).Kind);
        Assert.Equal(NamesCommand ? 1 : -1, Array.IndexOf(commands, told.BatchCommand));
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select {1}", Token));
        Assert.Equal(0, await db.QuerySingleAsync<long>($"select count(*) from parts where id = {2}", Token));
    }

    [Fact]
    public async Task What_it_leaves_in_the_session_is_not_seen_by_the_next_caller()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var seen = await db.RunBatchAsync(
            batch => Add(batch, Setting.Leave, Setting.Look),
            static async (reader, ct) =>
            {
                while (!await reader.ReadAsync(ct) || reader.IsDBNull(0) || reader.GetString(0) != "left")
                {
                    if (!await reader.NextResultAsync(ct))
                    {
                        return false;
                    }
                }

                return true;
            },
            Token);

        Assert.True(seen);
        Assert.True(string.IsNullOrEmpty(await db.ScalarAsync<string>(SqlStatement.Raw(Setting.Look), Token)));
    }

    [Fact]
    public async Task In_a_transaction_it_belongs_to_it_and_does_not_end_it_unseen()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await Db.InTransactionAsync(
            static async (tx, ct) =>
            {
                await tx.RunBatchAsync(static batch => Add(batch, "insert into parts (id) values (1)"), NothingAsync, ct);
                Assert.Equal(1, await tx.QuerySingleAsync<long>($"select count(*) from parts", ct));
                throw new InvalidOperationException("undo");
            },
            Token));
        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from parts", Token));

    }

    [Theory]
    [InlineData("commit")]
    [InlineData("/* now */ ROLLBACK; select 1")]
    [InlineData("begin")]
    public async Task A_command_that_would_end_the_transaction_is_not_sent(string command)
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into parts (id) values ({1})", ct);
                var told = await Assert.ThrowsAsync<InvalidOperationException>(async () => await tx.RunBatchAsync(
                    batch => Add(batch, "insert into parts (id) values (2)", command, "begin", "insert into parts (id) values (3)"), NothingAsync, ct));
                Assert.Contains(command, told.Message, StringComparison.Ordinal);
                Assert.Equal([1], await tx.QueryAsync<int>($"select id from parts", ct));
            },
            Token);

        Assert.Equal([1], await Db.QueryAsync<int>($"select id from parts order by id", Token));
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.RunBatchAsync(batch => Add(batch, "begin", "insert into parts (id) values (4)"), NothingAsync, Token);
        Assert.Equal([1], await db.QueryAsync<int>($"select id from parts order by id", Token));
    }

    [Fact]
    public async Task Its_own_time_limit_is_told_as_such()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var told = await Assert.ThrowsAsync<DeadlineExceededException>(async () => await db.RunBatchAsync(
            batch =>
            {
                Add(batch, Engine.EndlessQuery);
                batch.Timeout = 1;
            },
            NothingAsync,
            Token));

        Assert.Contains("set on the batch (1 s)", told.Message, StringComparison.Ordinal);
        Assert.Equal(FailureKind.Cancelled, db.Provider.Classify(told).Kind);
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select {1}", Token));
    }

    [Fact]
    public async Task A_cancel_and_the_callers_own_errors_leave_a_clean_pool()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var batch = db.RunBatchAsync(batch => Add(batch, Engine.EndlessQuery), NothingAsync, cancel.Token).AsTask();
        await Observed.RunningAsync(Db, db);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => batch);
        var own = new IOException("own");
        Assert.Same(own, await Record.ExceptionAsync(async () => await db.RunBatchAsync(_ => throw own, NothingAsync, Token)));
        Assert.Same(own, await Record.ExceptionAsync(async () => await db.RunBatchAsync<int>(static b => Add(b, "select 1"), (_, _) => throw own, Token)));

        Assert.Equal(1, await db.QuerySingleAsync<int>($"select {1}", Token));
    }

    protected static ValueTask<int> NothingAsync(DbDataReader reader, CancellationToken cancellationToken) => new(0);

    protected static void Add(DbBatch batch, params ReadOnlySpan<string> statements)
    {
        ArgumentNullException.ThrowIfNull(batch);
        foreach (var statement in statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = statement;
            batch.BatchCommands.Add(command);
        }
    }
}
