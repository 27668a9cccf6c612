using System.Diagnostics;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>
/// A result that is left before its end costs neither the transaction it is read in nor the time to read the rest: by a stream
/// that is broken off, a verb that wants one row, a row that fits no type, a token.
/// </summary>
public abstract class LeftReadSuite(TestEngine engine) : DatabaseSuite(engine)
{
    /// <summary>Far less than a query over <see cref="Endless"/> takes, and far more than stopping one does.</summary>
    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(30);

    /// <summary>More rows than anybody could wait for.</summary>
    private const string Endless = "select a.id, a.name from many a, many b, many c";

    /// <summary>More rows than anybody could wait for, none of which is a number.</summary>
    private const string Misfit = "select case when a.id < 0 then 1 else null end from many a, many b, many c";

    /// <summary>A query that gives its one row after a very long time.</summary>
    private const string Slow = "select max(length(a.name) + length(b.name) * length(c.name) - d.id) from many a, many b, many c, many d";

    public static TheoryData<string> Ways => ["break", "first", "take", "throw", "cancel", "misfit", "small", "slow"];

    public static TheoryData<string> Verbs => ["first", "single", "single-or-default", "scalar", "misfit", "misfit-first", "misfit-many"];

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table many (id {TypeOf<int>()} not null primary key, name varchar(100) not null)");
        await RunAsync($"create table kept (id {TypeOf<int>()} not null primary key)");
        await RunAsync("insert into many (id, name) values " + string.Join(", ", Enumerable.Range(1, 300).Select(static i => $"({i}, 'a name of some length, number {i}')")));
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_stream_that_is_left_leaves_its_transaction_whole(string way)
    {
        var clock = Stopwatch.StartNew();
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                for (var i = 1; i <= 20; i++)
                {
                    await tx.ExecuteAsync($"insert into kept (id) values ({i})", ct);
                    if (i is 2 or 11)
                    {
                        await LeaveAsync(tx, way, ct);
                    }
                }
            },
            Token);

        Assert.Equal(20, await CountAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Quick);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_verb_that_leaves_rows_leaves_its_transaction_whole(string verb)
    {
        var clock = Stopwatch.StartNew();
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await ReadAsync(tx, verb, ct);
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
            },
            Token);

        Assert.Equal(2, await CountAsync());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Quick);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task A_verb_does_not_read_the_rows_it_does_not_want(string verb)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var clock = Stopwatch.StartNew();

        await ReadAsync(db, verb, Token);

        // The connection is fit for the next.
        Assert.Equal(300, await db.QuerySingleAsync<int>($"select count(*) from many", Token));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Quick);
    }

    [Fact]
    public async Task A_token_ends_a_verb_over_an_endless_result()
    {
        var clock = Stopwatch.StartNew();
        using var source = new CancellationTokenSource(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await Db.QueryAsync<int>(SqlStatement.Raw(Slow), source.Token));

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Quick);
    }

    [Fact]
    public async Task A_stream_whose_token_is_cancelled_gives_no_row_more()
    {
        using var source = new CancellationTokenSource();
        var rows = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var id in Db.StreamAsync<int>(SqlStatement.Raw(Endless.Replace(", a.name", "", StringComparison.Ordinal)), source.Token))
            {
                if (++rows == 1_000)
                {
                    await source.CancelAsync();
                }
            }
        });

        // What a driver that blocks had read at once is given still.
        Assert.InRange(rows, 1_000, Db.Dialect.Name == "SQLite" ? 1_127 : 1_000);
    }

    [Fact]
    public async Task Nested_work_around_a_left_stream_can_still_be_undone()
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await Assert.ThrowsAsync<FormatException>(async () => await tx.InTransactionAsync(
                    async (inner, innerToken) =>
                    {
                        await inner.ExecuteAsync($"insert into kept (id) values ({2})", innerToken);
                        await LeaveAsync(inner, "break", innerToken);
                        throw new FormatException("stop");
                    },
                    ct));
                await tx.InTransactionAsync(
                    async (inner, innerToken) =>
                    {
                        await LeaveAsync(inner, "break", innerToken);
                        await inner.ExecuteAsync($"insert into kept (id) values ({3})", innerToken);
                    },
                    ct);
            },
            Token);

        Assert.Equal([1, 3], await Db.QueryAsync<int>($"select id from kept order by id", Token));
    }

    [Fact]
    public async Task A_savepoint_of_the_caller_survives_a_left_stream()
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                await tx.ExecuteAsync($"insert into kept (id) values ({1})", ct);
                await tx.ExecuteAsync($"savepoint mine", ct);
                await tx.ExecuteAsync($"insert into kept (id) values ({2})", ct);
                await LeaveAsync(tx, "break", ct);
                await tx.ExecuteAsync($"rollback to savepoint mine", ct);
                await tx.ExecuteAsync($"insert into kept (id) values ({3})", ct);
            },
            Token);

        Assert.Equal([1, 3], await Db.QueryAsync<int>($"select id from kept order by id", Token));
    }

    [Fact]
    public async Task A_transaction_goes_on_after_many_left_streams_of_any_length()
    {
        await Db.InTransactionAsync(
            async (tx, ct) =>
            {
                for (var i = 1; i <= 40; i++)
                {
                    await tx.ExecuteAsync($"insert into kept (id) values ({i})", ct);
                    await foreach (var row in tx.StreamAsync<Many>($"select a.id, a.name from many a, many b where a.id <= {i * 2}", ct))
                    {
                        break;
                    }
                }
            },
            Token);

        Assert.Equal(40, await CountAsync());
    }

    private static async Task LeaveAsync(DatabaseTransaction tx, string way, CancellationToken cancellationToken)
    {
        var endless = SqlStatement.Raw(Endless);
        using var source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        switch (way)
        {
            case "break":
                await foreach (var row in tx.StreamAsync<Many>(endless, cancellationToken))
                {
                    break;
                }

                break;
            case "first":
                Assert.NotNull(await tx.StreamAsync<Many>(endless, cancellationToken).FirstAsync(cancellationToken));
                break;
            case "take":
                Assert.Equal(500, await tx.StreamAsync<Many>(endless, cancellationToken).Take(500).CountAsync(cancellationToken));
                break;
            case "throw":
                await Assert.ThrowsAsync<FormatException>(async () =>
                {
                    await foreach (var row in tx.StreamAsync<Many>(endless, cancellationToken))
                    {
                        throw new FormatException("stop");
                    }
                });
                break;
            case "cancel":
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await ReadUntilCancelledAsync(tx, source));
                break;
            case "misfit":
                await Assert.ThrowsAsync<MappingException>(async () => await tx.StreamAsync<int>(SqlStatement.Raw(Misfit), cancellationToken).CountAsync(cancellationToken));
                break;
            case "small":
                Assert.Equal(1, await tx.StreamAsync<int>($"select id from many order by id", cancellationToken).FirstAsync(cancellationToken));
                break;
            default:
                source.CancelAfter(TimeSpan.FromSeconds(1));
                await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await tx.StreamAsync<int>(
                    SqlStatement.Raw(Slow), source.Token).CountAsync(source.Token));
                break;
        }
    }

    private static async Task ReadUntilCancelledAsync(DatabaseTransaction tx, CancellationTokenSource source)
    {
        var rows = 0;
        await foreach (var row in tx.StreamAsync<Many>(SqlStatement.Raw(Endless), source.Token))
        {
            if (++rows == 700)
            {
                await source.CancelAsync();
            }
        }
    }

    private static async Task ReadAsync(DatabaseSession db, string verb, CancellationToken cancellationToken)
    {
        var (endless, misfit) = (SqlStatement.Raw(Endless), SqlStatement.Raw(Misfit));
        switch (verb)
        {
            case "first":
                Assert.NotNull(await db.QueryFirstOrDefaultAsync<Many>(endless, cancellationToken));
                break;
            case "single":
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await db.QuerySingleAsync<Many>(endless, cancellationToken));
                break;
            case "single-or-default":
                await Assert.ThrowsAsync<InvalidOperationException>(async () => await db.QuerySingleOrDefaultAsync<Many>(endless, cancellationToken));
                break;
            case "scalar":
                Assert.NotEqual(0, await db.ScalarAsync<int>(endless, cancellationToken));
                break;
            case "misfit":
                await Assert.ThrowsAsync<MappingException>(async () => await db.QueryAsync<int>(misfit, cancellationToken));
                break;
            case "misfit-first":
                await Assert.ThrowsAsync<MappingException>(async () => await db.QueryFirstOrDefaultAsync<int>(misfit, cancellationToken));
                break;
            default:
                await Assert.ThrowsAsync<MappingException>(async () => await db.QueryMultipleAsync<int, int>(misfit, misfit, cancellationToken));
                break;
        }
    }

    private async ValueTask<int> CountAsync() => await Db.QuerySingleAsync<int>($"select count(*) from kept", Token);

    private sealed record Many(int Id, string Name);
}
