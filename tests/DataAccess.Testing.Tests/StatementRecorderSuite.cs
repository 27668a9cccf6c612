using DataAccess.Conformance;
using DataAccess.Providers;
using Xunit;

namespace DataAccess.Testing.Tests;

/// <summary>What was sent.</summary>
public abstract class StatementRecorderSuite(TestEngine engine) : DatabaseSuite(engine)
{
    protected override ValueTask SetUpAsync() => RunAsync("create table items (id bigint not null primary key, name varchar(100) not null)");

    [Fact]
    public async Task Statements_are_recorded_in_order()
    {
        using var sent = Db.RecordStatements();
        await Db.ExecuteAsync($"insert into items (id, name) values ({1}, {"one"}), ({2}, {"two"})", Token);
        await Db.QueryAsync<TestItem>($"select id, name from items where id > {0}", Token);
        await Db.QuerySingleOrDefaultAsync<TestItem>($"select id, name from items where id = {9}", Token);
        Assert.Equal(42, await Db.ScalarAsync<int>($"select 42", Token));
        var statements = sent.Statements;
        Assert.Equal([4, 1, 1, 0], statements.Select(static s => s.ParameterCount));
        Assert.Equal([2L, 2L, 0L, null], statements.Select(static s => s.Rows));
        Assert.All(statements, static s => Assert.True(s.Duration > TimeSpan.Zero && s.Transaction is null && s.Exception is null && s.Kind == ProbedCallKind.Statement));
        Assert.Equal(4, sent.RoundTrips);
        Assert.Equal(2, sent.ExpectOne("INSERT  into\nitems").Rows);
        sent.ExpectRoundTrips(4);
        sent.ExpectNone("delete");
        sent.Clear();
        Assert.Equal("(nothing was sent)", sent.ToString());
    }

    [Fact]
    public async Task Transactions_streams_batches_and_failures_are_recorded()
    {
        using var sent = Db.RecordStatements();
        for (var i = 0; i < 2; i++)
        {
            await Db.InTransactionAsync(async (tx, ct) => await new TestItems(tx).InsertAsync(new TestItem(i, "x"), ct), Token);
        }

        await Assert.ThrowsAnyAsync<Exception>(async () => await Db.InTransactionAsync(async (tx, ct) => await tx.ExecuteAsync($"insert into items (id, name) values ({0}, {"twice"})", ct), Token));
        Assert.Equal(
            [ProbedCallKind.Statement, ProbedCallKind.Commit, ProbedCallKind.Statement, ProbedCallKind.Commit, ProbedCallKind.Statement, ProbedCallKind.Rollback],
            sent.Statements.Select(static s => s.Kind));
        Assert.Equal([1, 1, 2, 2, 3, 3], sent.Statements.Select(static s => s.Transaction));
        Assert.NotNull(sent.Statements[4].Exception);
        sent.Clear();
        await foreach (var item in Db.StreamAsync<TestItem>($"select id, name from items", Token))
        {
            Assert.Equal("x", item.Name);
        }

        await using (var writer = Db.CreateWriter<TestItem>())
        {
            await writer.WriteManyAsync([new TestItem(5, "a"), new TestItem(6, "b"), new TestItem(7, "c")], Token);
        }

        var batch = sent.Statements.Single(static s => s.Kind == ProbedCallKind.Batch);
        Assert.Equal(3, batch.Rows);
        Assert.Equal("items", batch.Text);
        sent.ExpectOne("select id, name from items");
        await Db.QueryMultipleAsync<long, TestItem>($"select id from items where id = {5}", $"select id, name from items where name = {"a"}", Token);
        var both = sent.Statements[^1];
        Assert.Equal(2, both.Texts.Count);
        Assert.Equal(2, both.ParameterCount);
    }

    [Fact]
    public async Task A_message_lists_what_was_sent()
    {
        using var sent = Db.RecordStatements();
        await Db.ScalarAsync<int>($"select 1", Token);
        await Db.ScalarAsync<int>($"select 2", Token);
        foreach (var failed in new Action[] { () => sent.ExpectRoundTrips(1), () => sent.ExpectOne("select"), () => sent.ExpectOne("delete"), () => sent.ExpectNone("select 2") })
        {
            var message = Assert.Throws<UnexpectedStatementsException>(failed).Message;
            Assert.Contains("   1. select 1 [0 parameters", message, StringComparison.Ordinal);
            Assert.Contains("   2. select 2 [0 parameters", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Nothing_is_recorded_after_its_end()
    {
        var sent = Db.RecordStatements();
        using var other = Db.RecordStatements();
        sent.Dispose();
        sent.Dispose();
        await Db.ScalarAsync<int>($"select 1", Token);
        Assert.Equal(0, sent.RoundTrips);
        Assert.Equal(1, other.RoundTrips);
    }
}
