using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Passwords that are asked for when a connection opens: rotated without a restart, bounded, and never shown.</summary>
public abstract class PasswordSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const string First = "first-Secret1!";
    private const string Second = "second-Secret2!";

    private string _user = "";

    /// <summary>The statements that make a user with a password who may read the test's table.</summary>
    protected abstract IEnumerable<string> Create(string user, string password);

    protected abstract string Change(string user, string password);

    protected abstract IEnumerable<string> Drop(string user);

    /// <summary>The connection string's word for the user.</summary>
    protected abstract string UserKey { get; }

    protected override async ValueTask SetUpAsync()
    {
        _user = $"u{Guid.NewGuid():N}"[..20];
        await RunAsync("create table seen (id int)");
        await RunAllAsync(Create(_user, First));
    }

    [Fact]
    public async Task A_new_password_is_used_by_new_connections()
    {
        var password = First;
        var asked = 0;
        await using var db = OpenAs(o =>
        {
            o.Connections.MaxConnections = 1;
            o.PasswordProvider = _ =>
            {
                Interlocked.Increment(ref asked);
                return new ValueTask<string>(password);
            };
        });
        Assert.Equal(1, await db.ScalarAsync<int>($"select 1", Token));
        await RunAsync(Change(_user, Second));
        Assert.Equal(1, await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(1, asked);
        password = Second;
        await db.Connections.ClearAsync();
        Assert.Equal(1, await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(2, asked);
        await using var dedicated = await db.Connections.OpenDedicatedAsync(Providers.SessionSettings.Server, Token);
        Assert.Equal([1], await dedicated.QueryAsync<int>($"select 1", Token));
        Assert.Equal(3, asked);
        await RunAllAsync(Drop(_user));
    }

    [Fact]
    public async Task A_refused_password_fails_and_is_not_shown()
    {
        await using var db = OpenAs(static o => o.PasswordProvider = static _ => new(Second));
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(FailureKind.Fatal, error.Failure.Kind);
        Assert.DoesNotContain(Second, error.ToString(), StringComparison.Ordinal);
        await RunAllAsync(Drop(_user));
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_again_when_it_is_refused()
    {
        var asked = 0;
        var current = First;
        await using var db = OpenAs(o => o.TokenProvider = async ct =>
        {
            Interlocked.Increment(ref asked);
            await Task.Delay(50, ct);
            return new DatabaseToken(current, DateTimeOffset.UtcNow.AddHours(1));
        });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ => await db.InTransactionAsync(static async (tx, ct) => await tx.ScalarAsync<int>($"select 1", ct), Token)));
        Assert.Equal(1, asked);
        await RunAsync(Change(_user, Second));
        current = Second;
        await db.Connections.ClearAsync();
        Assert.Equal(1, await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(2, asked);
        current = First;
        await RunAsync(Change(_user, "third-Secret3!"));
        await db.Connections.ClearAsync();
        await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(3, asked);
        await RunAllAsync(Drop(_user));
    }

    [Fact]
    public async Task A_provider_that_fails_is_named()
    {
        await using var db = OpenAs(static o => o.PasswordProvider = static _ => throw new InvalidOperationException($"cannot decrypt {First}"));
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(FailureKind.Unavailable, error.Failure.Kind);
        Assert.EndsWith("PasswordProvider threw InvalidOperationException, which is the inner exception", error.Message, StringComparison.Ordinal);
        await using var empty = OpenAs(static o => o.TokenProvider = static _ => new(new DatabaseToken("", DateTimeOffset.MaxValue)));
        error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await empty.ScalarAsync<int>($"select 1", Token));
        Assert.EndsWith("TokenProvider returned an empty password", error.Message, StringComparison.Ordinal);
        await RunAllAsync(Drop(_user));
    }

    [Fact]
    public async Task A_provider_that_hangs_is_bounded()
    {
        foreach (var blocks in new[] { false, true })
        {
            using var never = new ManualResetEventSlim();
            await using var db = OpenAs(o =>
            {
                o.Connections.ConnectTimeout = TimeSpan.FromSeconds(1);
                o.PasswordProvider = async _ =>
                {
                    if (blocks)
                    {
                        never.Wait(CancellationToken.None);
                    }

                    await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                    return "";
                };
            });
            var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
            Assert.EndsWith(
                "PasswordProvider has not returned within 00:00:00.9000000, which is nine tenths of Connections.ConnectTimeout (00:00:01)", error.Message, StringComparison.Ordinal);
            never.Set();
        }

        await RunAllAsync(Drop(_user));
    }

    [Fact]
    public void Both_are_refused()
    {
        var error = Assert.Throws<InvalidOptionsException>(() => OpenAs(static o =>
        {
            o.PasswordProvider = static _ => new("a");
            o.TokenProvider = static _ => new(new DatabaseToken("a", DateTimeOffset.MaxValue));
        }));
        Assert.Contains("PasswordProvider and TokenProvider are both set; set one of them.", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", new DatabaseToken("sesame", DateTimeOffset.MaxValue).ToString(), StringComparison.Ordinal);
    }

    /// <summary>The password of the connection string is another's, so that it is seen which of the two wins.</summary>
    private Database OpenAs(Action<DatabaseOptions> configure)
    {
        var options = new DatabaseOptions();
        configure(options);
        var text = new DbConnectionStringBuilder { ConnectionString = ConnectionString, [UserKey] = _user }.ConnectionString;
        return Engine.Open(text, options);
    }

    private async ValueTask RunAllAsync(IEnumerable<string> statements)
    {
        foreach (var sql in statements)
        {
            await RunAsync(sql);
        }
    }
}
