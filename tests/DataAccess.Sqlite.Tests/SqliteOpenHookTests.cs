using DataAccess.Conformance;
using Xunit;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteOpenHookTests() : OpenHookSuite(new SqliteEngine())
{
    protected override IReadOnlyList<(string Sets, string Probe)> Settings =>
    [
        ("pragma foreign_keys = off", "select foreign_keys = 0 from pragma_foreign_keys"),
        ("pragma cache_size = -54321", "select cache_size = -54321 from pragma_cache_size"),
    ];

    protected override IReadOnlyList<(string Breaks, string Holds)> Modes => [("pragma synchronous = off", "select synchronous = 2 from pragma_synchronous")];

    protected override IReadOnlyList<string> Undo => ["pragma foreign_keys = on", "pragma cache_size = 10"];

    [Fact]
    public async Task It_begins_on_the_connections_own_thread()
    {
        string? name = null;
        await using var db = Reopen(o => o.OnConnectionOpened = (_, _) =>
        {
            name = Thread.CurrentThread.Name;
            return default;
        });
        await db.ScalarAsync<int>($"select 1", Token);
        Assert.StartsWith("DataAccess sqlite", name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_in_effect_in_memory_after_a_reset()
    {
        await using var db = SqliteDatabase.Open("sqlite::memory:", new SqliteOptions { OnConnectionOpened = static (c, ct) => RunOnAsync(c, "pragma cache_size = -54321; create temp table if not exists hooked (id int)", ct) });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(1, await db.ScalarAsync<int>($"select cache_size = -54321 from pragma_cache_size", Token));
            Assert.Equal(0, await db.ScalarAsync<int>($"select count(*) from temp.hooked", Token));
            await using var lease = await db.Connections.AcquireAsync(cancellationToken: Token);
            await RunOnAsync(lease.Connection, "pragma cache_size = 10; drop table temp.hooked", Token);
        }
    }

    [Fact]
    public void Passwords_are_refused()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => SqliteDatabase.Open("x.db", new SqliteOptions { PasswordProvider = static _ => new("secret") }));
        Assert.Equal("PasswordProvider or TokenProvider is set, and a connection to x.db (sqlite) is opened without a password. Remove it.", error.Message);
    }
}
