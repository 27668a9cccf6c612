using System.Data.Common;
using DataAccess.Connections.Pool;
using DataAccess.Connections.Statements;
using DataAccess.Sql;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Prepared statements: bounded, the least recently used goes first, and each is let go of once.</summary>
public sealed class StatementCacheTests : IAsyncDisposable
{
    private readonly PoolRig _rig = new();
    private readonly PhysicalConnection _connection;
    private readonly SqlTextCache _texts;

    public StatementCacheTests()
    {
        _connection = new PhysicalConnection(_rig.Pool, _rig.Provider, ConnectionRole.Writer, 3);
        _texts = new SqlTextCache(_rig.Provider.Dialect, Conversions.Declared);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_statement_is_prepared_once_and_filled_anew()
    {
        var first = await GetAsync($"select {1}");
        var second = await GetAsync($"select {2}");

        Assert.Same(first, second);
        Assert.Equal(1, first.Prepared);
        Assert.Equal(2, first.Parameters[0].Value);
    }

    [Fact]
    public async Task The_least_recently_used_goes_first()
    {
        var commands = new List<FakeCommand>();
        foreach (var table in "abc")
        {
            commands.Add(await GetAsync(SqlStatement.Raw($"select 1 from {table}")));
        }

        await GetAsync(SqlStatement.Raw("select 1 from a"));
        await GetAsync(SqlStatement.Raw("select 1 from d"));

        Assert.Equal([false, true, false], commands.Select(static c => c.IsDisposed));
        Assert.Equal(3, _connection.Statements.Count);
    }

    [Fact]
    public async Task Commands_are_bounded_by_their_bytes_too()
    {
        var texts = Enumerable.Range(1, 40).Select(static i => SqlStatement.Raw($"select {new string('1', 500)} from t{i}")).Select(s => _texts.Get(s)).ToList();
        var cache = new StatementCache(_connection.Connection, _rig.Provider, 100, static () => { }, maxBytes: 20_000);
        foreach (var text in texts)
        {
            await cache.GetAsync(text, [], Token);
            Assert.InRange(cache.Bytes, 1, 20_000);
        }

        Assert.InRange(cache.Count, 15, 20);
        await cache.RemoveAsync(texts[^1]);
        Assert.Equal(cache.Count * texts[0].Bytes, cache.Bytes, 100.0);
        await cache.ClearAsync();
        Assert.Equal((0, 0L), (cache.Count, cache.Bytes));
    }

    [Fact]
    public async Task A_command_that_takes_too_much_of_the_bytes_is_not_prepared()
    {
        var cache = new StatementCache(_connection.Connection, _rig.Provider, 100, static () => { }, maxBytes: 10_000);

        var command = (FakeCommand)await cache.GetAsync(_texts.Get(SqlStatement.Raw($"select {new string('1', 500)} from t")), [], Token);

        Assert.Equal((0, 0), (command.Prepared, cache.Count));
    }

    [Fact]
    public async Task A_statement_that_will_not_come_again_is_neither_prepared_nor_remembered()
    {
        var one = new SqlStatement(0, 1) { IsOneOff = true };
        one.AppendLiteral("insert into a values (1)");

        var command = await GetAsync(one);

        Assert.Equal((0, 0), (command.Prepared, _connection.Statements.Count));
        Assert.NotSame(_texts.Get(one), _texts.Get(one));
    }

    [Fact]
    public async Task The_values_of_a_command_are_let_go_of_with_its_lease_or_the_next_command()
    {
        var lease = _connection.BeginLease(7);
        var first = await GetAsync($"select {"text"}, {1}, {new byte[3]}");
        var second = await GetAsync($"select {"other"} from a");

        Assert.Equal([null, 1, null], new[] { first.Parameters[0].Value, first.Parameters[1].Value, first.Parameters[2].Value });
        Assert.Equal("other", second.Parameters[0].Value);
        Assert.True(_connection.TryEndLease(7));
        Assert.Null(second.Parameters[0].Value);
        Assert.NotEqual(default, lease);
    }

    [Fact]
    public async Task The_values_of_a_command_that_may_still_be_under_way_are_not_touched()
    {
        _connection.BeginLease(7);
        var command = await GetAsync($"select {"text"}");
        _connection.MarkUnchecked();

        Assert.True(_connection.TryEndLease(7));

        Assert.Equal("text", command.Parameters[0].Value);
    }

    [Fact]
    public async Task What_is_not_prepared_is_disposed_when_the_next_one_comes()
    {
        var first = await GetAsync(SqlStatement.Raw("create table a (x int)"));
        Assert.Equal((0, false), (first.Prepared, first.IsDisposed));

        var second = await GetAsync(SqlStatement.Raw("create table b (x int)"));

        Assert.True(first.IsDisposed);
        Assert.False(second.IsDisposed);
        Assert.Equal(0, _connection.Statements.Count);
    }

    [Fact]
    public async Task A_capacity_of_0_prepares_nothing()
    {
        var cache = new StatementCache(_connection.Connection, _rig.Provider, 0, static () => { });
        var text = _texts.Get($"select {1}");

        var command = (FakeCommand)await cache.GetAsync(text, [1], Token);

        Assert.Equal(0, command.Prepared);
        Assert.NotSame(command, await cache.GetAsync(text, [1], Token));
        Assert.True(command.IsDisposed);
    }

    [Fact]
    public async Task Where_only_a_reset_makes_the_server_forget_the_session_becomes_dirty()
    {
        _rig.Provider.OnUnprepare = static _ => new(false);
        foreach (var table in "abcd")
        {
            Assert.False(_connection.IsDirty);
            await GetAsync(SqlStatement.Raw($"select 1 from {table}"));
        }

        Assert.True(_connection.IsDirty);
    }

    [Fact]
    public async Task A_stale_statement_is_prepared_anew()
    {
        var text = _texts.Get($"select 1");
        var stale = (FakeCommand)await _connection.Statements.GetAsync(text, [], Token);

        await _connection.Statements.RemoveAsync(text);
        await _connection.Statements.RemoveAsync(text);

        Assert.True(stale.IsDisposed);
        Assert.NotSame(stale, await _connection.Statements.GetAsync(text, [], Token));
    }

    [Fact]
    public async Task A_null_is_sent_as_a_database_null()
    {
        string? nothing = null;
        Assert.Equal(DBNull.Value, (await GetAsync($"select {nothing}")).Parameters[0].Value);
    }

    [Fact]
    public async Task Closing_lets_go_of_every_command()
    {
        var prepared = await GetAsync($"select 1");
        var plain = await GetAsync(SqlStatement.Raw("vacuum"));

        await _connection.Statements.ClearAsync();

        Assert.True(prepared.IsDisposed && plain.IsDisposed);
        Assert.Equal(0, _connection.Statements.Count);
    }

    private async ValueTask<FakeCommand> GetAsync(SqlStatement statement)
    {
        var text = _texts.Get(statement);
        DbCommand command = await _connection.Statements.GetAsync(text, SqlRenderer.Values(statement, text, _rig.Provider.Dialect), Token);
        return (FakeCommand)command;
    }
}
