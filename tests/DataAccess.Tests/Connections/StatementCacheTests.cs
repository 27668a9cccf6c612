using System.Data.Common;
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
        _texts = new SqlTextCache(_rig.Provider.Dialect);
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
        var cache = new StatementCache(_connection, _rig.Provider, 0);
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
