using System.Data.Common;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>A server that gives a user fewer connections than the pool would like: who waits is served by those that come back.</summary>
public abstract class ScarceServerSuite(ServerEngine engine) : DatabaseSuite(engine)
{
    private const int Limit = 2;

    private readonly string _user = $"u{Guid.NewGuid():N}"[..20];

    /// <summary>Makes a user with the password <c>scarce</c> who may have so many connections, and may use the test's database.</summary>
    protected abstract IEnumerable<string> CreateUser(string name, int connections);

    /// <summary>Drops him.</summary>
    protected abstract IEnumerable<string> DropUser(string name);

    /// <summary>A query that takes a little while.</summary>
    protected abstract string ShortQuery { get; }

    protected override async ValueTask SetUpAsync()
    {
        foreach (var sql in CreateUser(_user, Limit))
        {
            await RunAsync(sql);
        }
    }

    [Fact]
    public async Task All_who_wait_are_served()
    {
        await using (var db = OpenAsUser())
        {
            await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => db.QueryAsync<long>(SqlStatement.Raw(ShortQuery), Token).AsTask()));

            Assert.InRange(db.Connections.Statistics.Leased + db.Connections.Statistics.Idle, 1, Limit);
        }

        await DropUserAsync();
    }

    [Fact]
    public async Task A_wait_that_was_in_vain_says_what_the_server_says()
    {
        await using (var db = OpenAsUser(static o => o.Connections.AcquireTimeout = TimeSpan.FromSeconds(2)))
        {
            await using var one = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);
            await using var two = await db.Connections.AcquireAsync(ConnectionRole.Writer, Token);

            var error = await Assert.ThrowsAsync<PoolTimeoutException>(async () => await db.Connections.AcquireAsync(ConnectionRole.Writer, Token));

            Assert.Contains("The last attempt to open another connection failed", error.Message, StringComparison.Ordinal);
            Assert.Equal(FailureKind.Unavailable, Assert.IsType<DatabaseUnavailableException>(error.InnerException).Failure.Kind);

            // One who has nothing to wait for hears it at once.
            await using var other = OpenAsUser();
            var refused = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await other.Connections.AcquireAsync(ConnectionRole.Writer, Token));
            Assert.Equal(FailureKind.Unavailable, refused.Failure.Kind);
        }

        await DropUserAsync();
    }

    private async ValueTask DropUserAsync()
    {
        foreach (var sql in DropUser(_user))
        {
            await RunAsync(sql);
        }
    }

    private Database OpenAsUser(Action<DatabaseOptions>? configure = null)
    {
        var options = new DatabaseOptions();
        options.Connections.MaxConnections = 8;
        configure?.Invoke(options);
        var builder = new DbConnectionStringBuilder { ConnectionString = ConnectionString };
        builder[builder.ContainsKey("Username") ? "Username" : "User ID"] = _user;
        builder["Password"] = "scarce";
        return Engine.Open(builder.ConnectionString, options);
    }
}
