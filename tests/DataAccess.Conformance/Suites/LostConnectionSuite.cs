using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What happens when the server ends a session under its user.</summary>
public abstract class LostConnectionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>A query for the session's own number.</summary>
    protected abstract string SessionNumber { get; }

    /// <summary>A statement that ends a session.</summary>
    protected abstract string Kill(long session);

    protected override async ValueTask SetUpAsync() => await RunAsync($"create table killed (id {TypeOf<int>()} not null)");

    [Fact]
    public async Task A_read_is_run_again_on_another_connection()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await KillSessionOfAsync(db);

        Assert.Equal(7, await db.QuerySingleAsync<int>($"select {7}", Token));
        Assert.Equal(2, db.Connections.Statistics.Opened);
    }

    [Fact]
    public async Task A_write_is_not_run_again_and_the_next_one_works()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await KillSessionOfAsync(db);

        var failure = await Assert.ThrowsAnyAsync<DbException>(async () => await db.ExecuteAsync($"insert into killed (id) values ({1})", Token));
        Assert.Equal(FailureKind.ConnectionLost, db.Provider.Classify(failure).Kind);
        await KillSessionOfAsync(db);
        failure = await Assert.ThrowsAnyAsync<DbException>(async () => await db.StreamAsync<int>($"select id + {5} from killed", Token).ToListAsync(Token));
        Assert.Equal(FailureKind.ConnectionLost, db.Provider.Classify(failure).Kind);
        Assert.Equal(1, await db.ExecuteAsync($"insert into killed (id) values ({2})", Token));
    }

    [Fact]
    public async Task A_transaction_that_lost_its_connection_before_commit_is_run_again()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var runs = 0;
        await db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.ExecuteAsync($"insert into killed (id) values ({runs})", ct);
                if (runs == 1)
                {
                    await RunAsync(Kill(await tx.QuerySingleAsync<long>(SqlStatement.Raw(SessionNumber), ct)));
                    await tx.ExecuteAsync($"insert into killed (id) values ({99})", ct);
                }
            },
            Token);

        Assert.Equal(2, runs);
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from killed", Token));
    }

    [Fact]
    public async Task The_writer_sends_a_batch_again_or_says_that_its_outcome_is_unknown()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await using var writer = db.CreateWriter<Killed>();
        await writer.WriteAsync(new Killed(1), Token);
        await KillSessionOfAsync(db);

        // The statement is its own transaction, so a lost answer leaves it open; the next row goes over a new connection.
        var outcome = await Record.ExceptionAsync(async () => await writer.WriteAsync(new Killed(2), Token));
        await writer.WriteAsync(new Killed(3), Token);

        Assert.True(outcome is null or RowOutcomeUnknownException);
        var stored = await Db.QueryAsync<int>($"select id from killed order by id", Token);
        Assert.Equal(stored.Count, stored.Distinct().Count());
        Assert.Contains(3, stored);
        Assert.Equal(outcome is null, stored.Contains(2));
    }

    private async Task KillSessionOfAsync(Database db)
    {
        var session = await db.QuerySingleAsync<long>(SqlStatement.Raw(SessionNumber), Token);
        await RunAsync(Kill(session));
    }

    /// <summary>A row of the table.</summary>
    public sealed record Killed(int Id);
}
