using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>A statement whose answer was lost is run again only where that cannot do anything twice.</summary>
public abstract class LostAnswerSuite(ServerEngine engine, ServerTarget target) : ServerFaultSuite(engine, target)
{
    /// <summary>
    /// A function <c>charge</c> that inserts a row into <c>charged</c> and gives 1, <c>charge_elsewhere</c>, which does so over a connection of
    /// its own where it can, and <c>peek</c>, which only gives 1.
    /// </summary>
    protected abstract IEnumerable<string> Functions { get; }

    [Fact]
    public async Task A_read_is_run_again()
    {
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack);

        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        Assert.Equal(7, await db.QuerySingleAsync<int>($"select {7} as n", Token));
        Assert.Single(attack.Fired);
    }

    [Fact]
    public async Task A_call_of_a_function_is_not_run_again()
    {
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack);
        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        var told = await Assert.ThrowsAnyAsync<Exception>(async () => await db.QuerySingleAsync<int>($"select charge() as n", Token));

        Assert.Equal(FailureKind.ConnectionLost, db.Provider.Classify(told).Kind);
        await ChargedAsync(1);
    }

    [Fact]
    public async Task A_view_that_writes_writes_once()
    {
        await Direct.ExecuteAsync($"create view charging as select charge() as n", Token);
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack);
        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        var told = await Assert.ThrowsAnyAsync<Exception>(async () => await db.QuerySingleAsync<int>($"select n from charging", Token));

        Assert.Equal(FailureKind.ConnectionLost, db.Provider.Classify(told).Kind);
        await ChargedAsync(1);
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select 1 as n", Token));
    }

    [Fact]
    public async Task Beside_views_that_only_read_a_read_is_run_again()
    {
        await Direct.ExecuteAsync($"create view plain as select count(*) as n from charged", Token);
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack);
        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        Assert.Equal(0, await db.QuerySingleAsync<long>($"select n from plain", Token));
        Assert.Single(attack.Fired);
    }

    [Fact]
    public async Task A_view_that_calls_what_is_not_known_is_not_run_again()
    {
        await Direct.ExecuteAsync($"create view charging as select charge_elsewhere() as n", Token);
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack);
        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        var told = await Assert.ThrowsAnyAsync<Exception>(async () => await db.QuerySingleAsync<int>($"select n from charging", Token));

        Assert.Equal(FailureKind.ConnectionLost, db.Provider.Classify(told).Kind);
        await ChargedAsync(1);
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select 1 as n", Token));
    }

    [Fact]
    public async Task What_its_caller_says_only_reads_is_run_again()
    {
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack);
        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        Assert.Equal(1, await db.ReadOnly().QuerySingleAsync<int>($"select peek() as n", Token));
        Assert.Single(attack.Fired);
    }

    [Fact]
    public async Task What_its_caller_says_only_reads_and_does_not_is_done_once()
    {
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack);
        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        var told = await Assert.ThrowsAnyAsync<Exception>(async () => await db.ReadOnly().QuerySingleAsync<int>($"select charge() as n", Token));

        Assert.Equal(FailureKind.ConnectionLost, db.Provider.Classify(told).Kind);
        await ChargedAsync(1);
    }

    [Fact]
    public async Task With_no_retries_a_read_is_sent_once()
    {
        await using var attack = Rig.OpenAttack();
        await using var db = await OpenAsync(attack, static o => o.Retry.MaxRetries = 0);
        attack.Plan.Arm(Fault.Cut(FaultPoint.InResponse));

        var told = await Assert.ThrowsAnyAsync<Exception>(async () => await db.QuerySingleAsync<int>($"select {7} as n", Token));

        Assert.Equal(FailureKind.ConnectionLost, db.Provider.Classify(told).Kind);
        Assert.Equal(1, db.Connections.Statistics.Opened);
    }

    protected override async ValueTask SetUpAsync()
    {
        await Direct.ExecuteAsync($"create table charged (id int not null)", Token);
        foreach (var function in Functions)
        {
            await Direct.ExecuteAsync(SqlStatement.Raw(function), Token);
        }
    }

    /// <summary>One connection by way of the proxy, already open; each statement has one answer, as nothing is prepared.</summary>
    private async ValueTask<Database> OpenAsync(ServerAttack attack, Action<DatabaseOptions>? configure = null)
    {
        var options = new DatabaseOptions();
        options.Connections.MaxConnections = 1;
        options.Connections.MaxPreparedStatements = 0;

        // A reset's answer would be the next, as the view makes the database one of those where any read may leave something.
        options.Connections.SessionReset = SessionReset.WhenTextIsUnsure;
        configure?.Invoke(options);
        var db = Engine.Open(Target.Through(ConnectionString, attack.Proxy.Port), options);
        await db.QuerySingleAsync<int>($"select 1 as n", Token);
        return db;
    }

    /// <summary>Waits until the server has done what it was sent first, and looks how often it was done. A repeat is over when the caller is told.</summary>
    private async ValueTask ChargedAsync(long times)
    {
        await Waiting.UntilAsync("the charge is there", async () => await Direct.QuerySingleAsync<long>($"select count(*) from charged", Token) > 0);
        Assert.Equal(times, await Direct.QuerySingleAsync<long>($"select count(*) from charged", Token));
    }
}
