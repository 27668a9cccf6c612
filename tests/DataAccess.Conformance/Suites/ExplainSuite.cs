using System.Text.Json;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Plans of statements, and statements that take long.</summary>
public abstract class ExplainSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A part of the plan of a read by key that names the index or its kind of access.</summary>
    protected abstract string ByKey { get; }

    /// <summary>Whether plans are measured, of reads.</summary>
    protected virtual bool Measures => true;

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table t (id {TypeOf<int>()} not null primary key, n {TypeOf<int>()} not null, name varchar(50))");
        for (var i = 1; i <= 20; i++)
        {
            await Db.ExecuteAsync($"insert into t (id, n, name) values ({i}, {i % 5}, {"name " + i})", Token);
        }
    }

    [Fact]
    public async Task A_plan_is_told_as_text_as_JSON_and_without_values()
    {
        const string secret = "secret-4711";
        SqlStatement statement = $"select * from t where id = {7} and name <> {secret}";

        var text = await Db.ExplainAsync(statement, cancellationToken: Token);
        var opened = Db.Connections.Statistics.Opened;
        var json = await Db.ExplainAsync(statement, PlanFormat.Json, cancellationToken: Token);
        var outline = await Db.ExplainAsync(statement, PlanFormat.Outline, cancellationToken: Token);

        Assert.Contains(ByKey, text, StringComparison.OrdinalIgnoreCase);
        using var parsed = JsonDocument.Parse(json);
        Assert.NotEqual(JsonValueKind.Undefined, parsed.RootElement.ValueKind);
        Assert.NotEmpty(outline);
        Assert.DoesNotContain(secret, outline, StringComparison.Ordinal);
        Assert.Equal(opened, Db.Connections.Statistics.Opened);
    }

    [Theory]
    [InlineData("select 1; delete from t")]
    [InlineData("select 1;;\n-- more\ndelete from t")]
    [InlineData("analyze delete from t")]
    [InlineData("(analyze) delete from t")]
    [InlineData("; delete from t")]
    [InlineData("verbose delete from t")]
    public async Task What_would_be_run_is_not_sent(string sql)
    {
        var told = await Assert.ThrowsAsync<ArgumentException>(async () => await Db.ExplainAsync(SqlStatement.Raw(sql), cancellationToken: Token));

        Assert.Contains("Give one statement", told.Message, StringComparison.Ordinal);
        Assert.Equal(20, await Db.ScalarAsync<long>($"select count(*) from t", Token));
    }

    [Fact]
    public async Task A_write_is_planned_and_not_run()
    {
        int[] ids = [3, 4];
        Assert.NotEmpty(await Db.ExplainAsync($"delete from t where id = {3}", cancellationToken: Token));
        Assert.NotEmpty(await Db.ExplainAsync($"update t set n = {1} where id in {ids}", PlanFormat.Outline, cancellationToken: Token));
        Assert.NotEmpty(await Db.ExplainAsync($"insert into t (id, n) select id + 100, n from t where n < {3}", PlanFormat.Json, cancellationToken: Token));
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                Assert.NotEmpty(await tx.ExplainAsync($"delete from t where n = {1}", cancellationToken: ct));
                Assert.Equal(1, await tx.ExecuteAsync($"update t set n = {9} where id = {1}", ct));
            },
            Token);
        Assert.Equal((20L, 1L), await Db.QuerySingleAsync<(long, long)>($"select count(*), sum(case when n = 9 then 1 else 0 end) from t", Token));
    }

    [Fact]
    public async Task A_measured_write_leaves_nothing_or_is_refused()
    {
        SqlStatement write = $"delete from t where n = {1}";
        if (Db.Provider.Plans!.CanUndoAnalyzed)
        {
            Assert.Contains("actual", await Db.ExplainAsync(write, analyze: true, cancellationToken: Token), StringComparison.Ordinal);
            await Db.InTransactionAsync(
                async (tx, ct) =>
                {
                    await tx.ExecuteAsync($"insert into t (id, n) values ({50}, {1})", ct);
                    Assert.NotEmpty(await tx.ExplainAsync(write, PlanFormat.Json, analyze: true, ct));
                    Assert.Equal(5, await tx.QuerySingleAsync<long>($"select count(*) from t where n = {1}", ct));
                },
                Token);
        }
        else
        {
            var error = await Assert.ThrowsAsync<NotSupportedException>(async () => await Db.ExplainAsync(write, analyze: true, cancellationToken: Token));
            Assert.Contains("it was not run: delete from t", error.Message, StringComparison.Ordinal);
        }

        Assert.InRange(await Db.QuerySingleAsync<long>($"select count(*) from t where n = {1}", Token), 4, 5);
    }

    [Fact]
    public async Task A_read_is_measured()
    {
        SqlStatement read = $"select count(*) from t where n = {1}";
        if (Measures)
        {
            Assert.NotEmpty(await Db.ExplainAsync(read, analyze: true, cancellationToken: Token));
            Assert.NotEmpty(await Db.ExplainAsync(read, PlanFormat.Json, analyze: true, Token));
        }
        else
        {
            await Assert.ThrowsAsync<NotSupportedException>(async () => await Db.ExplainAsync(read, analyze: true, cancellationToken: Token));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_statement_is_logged_with_its_plan(bool withValues)
    {
        using var log = new Logged();
        await using var db = Engine.Open(
            ConnectionString, new DatabaseOptions { SlowStatementThreshold = TimeSpan.Zero, LogSlowPlans = true, LogParameterValues = withValues }, loggers: log);

        await db.QueryAsync<int>($"select n from t where name <> {"secret-4711"} and id < {5}", Token);
        while (log.Of(211).Count == 0)
        {
            Assert.Empty(log.Of(212));
            await Task.Delay(10, Token);
        }

        await db.QueryAsync<int>($"select n from t where name <> {"secret-4711"} and id < {3}", Token);
        await foreach (var n in db.StreamAsync<int>($"select n from t", Token))
        {
            Assert.InRange(n, 0, 5);
        }

        Assert.Equal(3, log.Of(210).Count);
        Assert.Contains(", rows: 4", log.Of(210)[0], StringComparison.Ordinal);
        Assert.Contains(", rows: 20", log.Of(210)[2], StringComparison.Ordinal);
        Assert.Single(log.Of(211), static plan => plan.Contains("name <>", StringComparison.Ordinal));
        Assert.Equal(withValues, log.Of(210)[0].Contains("secret-4711", StringComparison.Ordinal));
        Assert.True(withValues || !log.Of(211).Any(static plan => plan.Contains("secret-4711", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_statement_below_the_threshold_is_not_slow()
    {
        using var log = new Logged();
        await using var db = Engine.Open(ConnectionString, new DatabaseOptions { SlowStatementThreshold = TimeSpan.FromMinutes(1), LogSlowPlans = true }, loggers: log);
        await db.QueryAsync<int>($"select n from t", Token);
        Assert.Empty(log.Of(210));
        Assert.Throws<InvalidOptionsException>(() => Reopen(static o => o.SlowStatementThreshold = TimeSpan.FromSeconds(-1)));
        Assert.Throws<InvalidOptionsException>(() => Reopen(static o => o.SlowPlanInterval = TimeSpan.Zero));
    }
}
