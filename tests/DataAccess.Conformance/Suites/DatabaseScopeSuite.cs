using Xunit;

namespace DataAccess.Conformance;

/// <summary>Values, a deadline and the declaration to read, together, in any order.</summary>
public abstract class DatabaseScopeSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>The value <c>tenant</c> as text, null where there is none.</summary>
    protected abstract string Tenant { get; }

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table notes (id {TypeOf<int>()} not null primary key, words varchar(20))");

    [Fact]
    public async Task Values_are_seen_with_a_deadline_and_when_only_reading()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var read = SqlStatement.Raw($"select {Tenant}");
        var minute = TimeSpan.FromMinutes(1);
        foreach (var session in new[] { db.As(("tenant", 7)).Within(minute), db.Within(minute).As(("tenant", 7)), db.ReadOnly().As(("tenant", 7)), db.As(("tenant", 7)).ReadOnly().Within(minute) })
        {
            Assert.Equal("7", await session.ScalarAsync<string>(read, Token));
            Assert.Equal(["7"], await session.StreamAsync<string>(read, Token).ToListAsync(Token));
            await session.InTransactionAsync(async (tx, ct) => Assert.Equal("7", await tx.ScalarAsync<string>(read, ct)), Token);
            Assert.Null(await db.ScalarAsync<string>(read, Token));
        }
    }

    [Fact]
    public async Task A_deadline_ends_a_call_with_values_and_nothing_is_left()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var session = db.As(("tenant", 7)).Within(TimeSpan.FromMilliseconds(400));
        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await session.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), Token));

        Assert.Null(await db.ScalarAsync<string>(SqlStatement.Raw($"select {Tenant}"), Token));
        Assert.Equal("8", await db.As(("tenant", 8)).ScalarAsync<string>(SqlStatement.Raw($"select {Tenant}"), Token));
    }

    [Fact]
    public async Task Only_reading_holds_with_values()
    {
        var session = Db.As(("tenant", 7)).ReadOnly();
        await Assert.ThrowsAnyAsync<Exception>(async () => await session.InTransactionAsync(
            static async (tx, ct) => await tx.ExecuteAsync($"insert into notes (id) values ({1})", ct), Token));

        Assert.Equal(0, await Db.QuerySingleAsync<long>($"select count(*) from notes", Token));
    }

    [Fact]
    public async Task The_first_of_several_deadlines_holds()
    {
        var session = Db.Within(TimeSpan.FromMilliseconds(300)).Within(TimeSpan.FromMinutes(5));
        await Assert.ThrowsAsync<DeadlineExceededException>(async () => await session.QueryAsync<long>(SqlStatement.Raw(Engine.EndlessQuery), Token));
    }

    [Fact]
    public void Values_that_would_hide_others_are_refused()
        => Assert.Throws<InvalidOperationException>(() => Db.As(("tenant", 7)).Within(TimeSpan.FromSeconds(1)).As(("user", 1)));
}
