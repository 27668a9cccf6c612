using Xunit;

namespace DataAccess.Conformance;

/// <summary>What ran in one lease never reaches the next caller, who has the same connection or another in its place.</summary>
public abstract class SessionHygieneSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>What is to be gone.</summary>
    protected abstract IEnumerable<SessionTrace> Traces { get; }

    /// <summary>A function that a session's state hangs on, and what it leaves, as an expression of a query.</summary>
    protected abstract string LeavingCall { get; }

    /// <summary>A query that gives more than 0 where the call's trace is still there.</summary>
    protected abstract string LeavingCallProbe { get; }

    /// <summary>What is to be gone although no statement says that it is there.</summary>
    protected virtual IEnumerable<HiddenTrace> HiddenTraces => [];

    [Fact]
    public async Task What_a_trigger_or_a_view_leaves_is_gone()
    {
        var left = new List<string>();
        foreach (var trace in HiddenTraces)
        {
            await RunAsync(trace.Make);
            await using (var db = Reopen(static o => o.Connections.MaxConnections = 1))
            {
                await db.ExecuteAsync(SqlStatement.Raw(trace.Leave), Token);
                await ProbeAsync(db, new SessionTrace(trace.Make, trace.Probe), left);
            }

            await RunAsync(trace.Drop);
        }

        Assert.Empty(left);
    }

    [Fact]
    public async Task What_a_trigger_leaves_that_was_made_meanwhile_is_gone()
    {
        var left = new List<string>();
        foreach (var trace in HiddenTraces)
        {
            await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
            await db.QuerySingleAsync<int>($"select 1", Token);
            await db.ExecuteAsync(SqlStatement.Raw(trace.Make), Token);
            await db.ExecuteAsync(SqlStatement.Raw(trace.Leave), Token);
            await ProbeAsync(db, new SessionTrace(trace.Make, trace.Probe), left);
            await db.ExecuteAsync(SqlStatement.Raw(trace.Drop), Token);
        }

        Assert.Empty(left);
    }

    [Fact]
    public async Task What_a_trigger_leaves_in_the_writers_session_is_gone()
    {
        var left = new List<string>();
        foreach (var trace in HiddenTraces.Where(static t => t.Leave.StartsWith("insert into called", StringComparison.Ordinal)))
        {
            await RunAsync(trace.Make);
            await using (var db = Reopen(static o => o.Connections.MaxConnections = 1))
            {
                await using var writer = db.CreateWriter<Called>();
                await writer.WriteAsync(new Called(1), Token);
                await ProbeAsync(db, new SessionTrace(trace.Make, trace.Probe), left);
            }

            await RunAsync(trace.Drop);
        }

        Assert.Empty(left);
    }

    [Fact]
    public async Task With_Always_whatever_ran_is_gone()
    {
        var left = new List<string>();
        foreach (var trace in HiddenTraces)
        {
            await using var db = Reopen(static o =>
            {
                o.Connections.MaxConnections = 1;
                o.Connections.SessionReset = SessionReset.Always;
            });
            await db.QuerySingleAsync<int>($"select 1", Token);

            // By another, so that this pool does not know of it.
            await RunAsync(trace.Make);
            await db.ExecuteAsync(SqlStatement.Raw(trace.Leave), Token);
            await ProbeAsync(db, new SessionTrace(trace.Make, trace.Probe), left);
            await RunAsync(trace.Drop);
        }

        Assert.Empty(left);
    }

    [Fact]
    public async Task What_a_statement_leaves_is_gone_for_the_next_caller() => await NothingIsLeftAsync(256);

    [Fact]
    public async Task What_a_statement_leaves_is_gone_where_nothing_is_prepared() => await NothingIsLeftAsync(0);

    [Fact]
    public async Task What_the_drivers_connection_was_used_for_is_gone()
    {
        var left = new List<string>();
        foreach (var trace in Traces)
        {
            await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
            await using (var lease = await db.Connections.AcquireAsync(cancellationToken: Token))
            {
                await using var command = lease.Connection.CreateCommand();
                command.CommandText = trace.Leave;
                await command.ExecuteNonQueryAsync(Token);
            }

            await ProbeAsync(db, trace, left);
        }

        Assert.Empty(left);
    }

    [Fact]
    public async Task A_call_in_any_place_of_a_statement_is_seen()
    {
        SqlStatement[] statements =
        [
            SqlStatement.Raw($"select {LeavingCall}"),
            SqlStatement.Raw($"select 1 where 1 = 0 or {LeavingCall} is not null"),
            SqlStatement.Raw($"with x as (select {LeavingCall} as a) select * from x"),
            SqlStatement.Raw($"select (select {LeavingCall}) as a"),
            SqlStatement.Raw($"insert into called (id) select 1 from (select {LeavingCall} as a) as x where a is not null"),
        ];
        var left = new List<string>();
        foreach (var statement in statements)
        {
            await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
            await db.ExecuteAsync(statement, Token);
            await ProbeAsync(db, new SessionTrace($"{statement}", LeavingCallProbe), left);
        }

        Assert.Empty(left);
    }

    /// <summary>Where a dirty session is closed, one that was used for ordinary statements only is still there.</summary>
    [Fact]
    public async Task Ordinary_statements_leave_nothing()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var calls = new Calls(db);
        await db.ExecuteAsync($"insert into called (id) values ({1}), ({2})", Token);
        await Task.WhenAll(Enumerable.Range(1, 20).Select(i => calls.GetAsync(i, Token).AsTask()));
        await calls.InsertAsync(new Called(3), Token);
        await calls.CountAsync(cancellationToken: Token);
        int[] ids = [1, 2];
        await db.QueryAsync<int>($"select id from called where id in {ids} order by id", Token);
        await db.InTransactionAsync(static async (tx, ct) => await tx.ExecuteAsync($"update called set id = id + {0}", ct), Token);
        await db.ExecuteAsync($"delete from called where id > {2}", Token);

        Assert.InRange(db.Connections.Statistics.Opened, 1, 2);
        Assert.Equal(0, db.Connections.Statistics.Closed);
    }

    [Fact]
    public async Task A_call_is_seen_by_whichever_verb_it_is_run()
    {
        var call = SqlStatement.Raw($"select {LeavingCall} as a");
        (string Name, Func<Database, ValueTask> Run)[] verbs =
        [
            ("query", async db => await db.QueryAsync<string>(call, Token)),
            ("scalar", async db => await db.ScalarAsync<string>(call, Token)),
            ("first of two", async db => await db.QueryMultipleAsync<string, int>(call, $"select 1", Token)),
            ("second of two", async db => await db.QueryMultipleAsync<int, string>($"select 1", call, Token)),
            ("stream", async db => await db.StreamAsync<string>(call, Token).FirstAsync(Token)),
            ("deadline", async db => await db.Within(TimeSpan.FromMinutes(1)).QueryAsync<string>(call, Token)),
            ("read only", async db => await db.ReadOnly().QueryAsync<string>(call, Token)),
            ("transaction", async db => await db.InTransactionAsync(async (tx, ct) => await tx.QueryAsync<string>(call, ct), Token)),
        ];
        var left = new List<string>();
        foreach (var (name, run) in verbs)
        {
            await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
            await run(db);
            await ProbeAsync(db, new SessionTrace(name, LeavingCallProbe), left);
        }

        Assert.Empty(left);
    }

    protected override async ValueTask SetUpAsync() => await RunAsync($"create table called (id {TypeOf<int>()} not null)");

    /// <summary>A row of the table.</summary>
    [System.ComponentModel.DataAnnotations.Schema.Table("called")]
    public sealed record Called(int Id);

    private sealed class Calls(DatabaseSession session) : Repository<Called, int>(session);

    private async Task NothingIsLeftAsync(int maxPrepared)
    {
        var left = new List<string>();
        foreach (var trace in Traces)
        {
            await using var db = Reopen(o =>
            {
                o.Connections.MaxConnections = 1;
                o.Connections.MaxPreparedStatements = maxPrepared;
            });
            await db.ExecuteAsync(SqlStatement.Raw(trace.Leave), Token);
            await ProbeAsync(db, trace, left);
        }

        Assert.Empty(left);
    }

    /// <summary>In a transaction, which has the connection that writes.</summary>
    private static async Task ProbeAsync(Database db, SessionTrace trace, List<string> left)
    {
        try
        {
            var there = await db.InTransactionAsync(async (tx, ct) => await tx.QuerySingleAsync<long>(SqlStatement.Raw(trace.Probe), ct), Token);
            if (there > 0)
            {
                left.Add(trace.Leave);
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            left.Add($"{trace.Leave}: {exception.Message}");
        }
    }
}
