using System.Data.Common;
using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What <see cref="DatabaseOptions.OnConnectionOpened"/> sets is the state in which every lease begins, and what the guarantees rest on is kept.</summary>
public abstract class OpenHookSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Statements for the hook, and the query that gives 1 where they are in effect.</summary>
    protected abstract IReadOnlyList<(string Sets, string Probe)> Settings { get; }

    /// <summary>A statement that would break the library's guarantees, and the query that gives 1 where they hold.</summary>
    protected abstract IReadOnlyList<(string Breaks, string Holds)> Modes { get; }

    /// <summary>Statements that make a session dirty and undo what the hook has set.</summary>
    protected abstract IReadOnlyList<string> Undo { get; }

    [Fact]
    public async Task A_transaction_of_the_drivers_that_it_leaves_open_is_rolled_back()
    {
        await RunAsync($"create table hooked (id {TypeOf<int>()})");
        await using var db = Reopen(static o => o.OnConnectionOpened = static async (connection, ct) =>
        {
            var transaction = await connection.BeginTransactionAsync(ct);
            await using var command = connection.CreateCommand();
            command.CommandText = "insert into hooked values (1)";
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(ct);
        });

        // A write, as SQLite's readers let the hook write nothing.
        Assert.Equal(1, await db.ExecuteAsync($"insert into hooked values ({2})", Token));
        Assert.Equal([2], await Db.QueryAsync<int>($"select id from hooked", Token));
    }

    [Fact]
    public async Task A_result_that_it_leaves_open_is_its_failure()
    {
        await using var db = Reopen(static o => o.OnConnectionOpened = static async (connection, ct) =>
        {
            var command = connection.CreateCommand();
            command.CommandText = "select 1 union all select 2";
            await command.ExecuteReaderAsync(ct);
        });

        // SQLite's driver has no objection.
        var failure = await Record.ExceptionAsync(async () => Assert.Equal(1, await db.ScalarAsync<int>($"select 1", Token)));
        Assert.True(failure is null ? Engine.Name == "SQLite" : failure.ToString().Contains("OnConnectionOpened", StringComparison.Ordinal), failure?.ToString());
    }

    [Fact]
    public async Task What_it_sets_is_there_in_each_lease_also_after_a_reset()
    {
        var calls = 0;
        await using var db = Reopen(o => o.OnConnectionOpened = async (connection, ct) =>
        {
            Interlocked.Increment(ref calls);
            foreach (var (sets, _) in Settings)
            {
                await RunOnAsync(connection, sets, ct);
            }
        });
        for (var i = 0; i < 4; i++)
        {
            foreach (var (_, probe) in Settings)
            {
                Assert.Equal(1, await db.ScalarAsync<int>(SqlStatement.Raw(probe), Token));
            }

            await db.InTransactionAsync(
                async (tx, ct) =>
                {
                    foreach (var (_, probe) in Settings)
                    {
                        Assert.Equal(1, await tx.ScalarAsync<int>(SqlStatement.Raw(probe), ct));
                    }
                },
                Token);
            await using var lease = await db.Connections.AcquireAsync(cancellationToken: Token);
            foreach (var undo in Undo)
            {
                await RunOnAsync(lease.Connection, undo, Token);
            }
        }

        Assert.True(calls >= 2);
        await using var dedicated = await db.Connections.OpenDedicatedAsync(Token);
        foreach (var (_, probe) in Settings)
        {
            Assert.Equal([1], await dedicated.QueryAsync<int>(SqlStatement.Raw(probe), Token));
        }
    }

    [Fact]
    public async Task What_the_guarantees_rest_on_is_kept()
    {
        foreach (var (breaks, holds) in Modes)
        {
            await using var db = Reopen(o => o.OnConnectionOpened = (connection, ct) => RunOnAsync(connection, breaks, ct));
            Assert.Equal(1, await db.ScalarAsync<int>(SqlStatement.Raw(holds), Token));
        }
    }

    [Fact]
    public async Task A_statement_that_is_rejected_fails_opening_for_good()
    {
        await using var db = Reopen(o => o.OnConnectionOpened = static (connection, ct) => RunOnAsync(connection, "select 1 from nowhere_at_all", ct));
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(FailureKind.Fatal, error.Failure.Kind);
        Assert.Contains("OnConnectionOpened failed", error.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere_at_all", error.Message, StringComparison.Ordinal);
        await EventuallyClosedAsync(db);
    }

    [Fact]
    public async Task A_mistake_in_it_fails_opening_for_good()
    {
        await using var db = Reopen(o => o.OnConnectionOpened = static (_, _) => throw new InvalidOperationException("my mistake"));
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
        Assert.Equal(FailureKind.Fatal, error.Failure.Kind);
        Assert.Contains("my mistake", error.Message, StringComparison.Ordinal);
        await EventuallyClosedAsync(db);
    }

    [Fact]
    public async Task One_that_does_not_return_is_bounded()
    {
        var never = new TaskCompletionSource();
        await using var db = Reopen(o =>
        {
            o.Connections.ConnectTimeout = TimeSpan.FromSeconds(1);
            o.Connections.DrainTimeout = TimeSpan.FromSeconds(1);
            o.OnConnectionOpened = (_, _) => new ValueTask(never.Task);
        });
        var watch = Stopwatch.StartNew();
        var error = await Assert.ThrowsAsync<DatabaseUnavailableException>(async () => await db.ScalarAsync<int>($"select 1", Token));
        Assert.Contains("OnConnectionOpened did not return within ConnectTimeout (00:00:01)", error.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"{watch.Elapsed}");
        never.SetResult();
    }

    [Fact]
    public async Task A_transaction_that_it_leaves_open_is_rolled_back()
    {
        await RunAsync("create table hooked (id int)");
        await using var db = Reopen(o => o.OnConnectionOpened = async (connection, ct) =>
        {
            await RunOnAsync(connection, "begin", ct);
            await RunOnAsync(connection, "select count(*) from hooked", ct);
        });
        await db.ExecuteAsync($"insert into hooked (id) values (1)", Token);
        Assert.Equal(1, await Db.ScalarAsync<int>($"select count(*) from hooked", Token));
    }

    protected static async ValueTask RunOnAsync(DbConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task EventuallyClosedAsync(Database db)
    {
        for (var i = 0; i < 200 && db.Connections.Statistics is { Opening: > 0 } or { Idle: > 0 }; i++)
        {
            await Task.Delay(10, Token);
        }

        Assert.Equal(0, db.Connections.Statistics.Idle + db.Connections.Statistics.Opening);
    }
}
