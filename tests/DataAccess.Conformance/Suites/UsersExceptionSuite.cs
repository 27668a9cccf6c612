using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What the caller's own code throws is never taken for a failure of the database.</summary>
public abstract class UsersExceptionSuite(TestEngine engine) : DatabaseSuite(engine)
{
    public static TheoryData<Exception> Exceptions =>
        [new IOException("a file"), new EndOfStreamException("a pipe"), new SocketException(10054), new TimeoutException("another service"), new HttpRequestException("a site", new IOException("a pipe"))];

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public async Task Thrown_in_a_transaction_it_ends_it_once(Exception mine)
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var runs = 0;

        var told = await Record.ExceptionAsync(async () => await db.InTransactionAsync(
            async (tx, ct) =>
            {
                runs++;
                await tx.QuerySingleAsync<int>($"select 1", ct);
                throw mine;
            },
            Token));

        Assert.Same(mine, told);
        Assert.Equal(1, runs);
        Assert.Equal(1, db.Connections.Statistics.Opened);
        Assert.Equal(1, await db.InTransactionAsync(static async (tx, ct) => await tx.QuerySingleAsync<int>($"select 1", ct), Token));
        Assert.Equal(1, db.Connections.Statistics.Opened);
    }

    [Theory]
    [MemberData(nameof(Exceptions), DisableDiscoveryEnumeration = true)]
    public async Task Thrown_by_a_row_it_ends_the_query_once_and_leaves_the_connection(Exception mine)
    {
        var told = ThrowingRow.Tell(mine, out var number);
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        await db.QuerySingleAsync<int>($"select 1", Token);
        var opened = db.Connections.Statistics.Opened;

        var thrown = await Record.ExceptionAsync(async () => await db.QueryAsync<ThrowingRow>($"select {number} as id", Token));

        Assert.Same(mine, thrown);
        Assert.Equal(1, told.Count);
        Assert.Equal(1, await db.QuerySingleAsync<int>($"select 1", Token));
        Assert.Equal(opened, db.Connections.Statistics.Opened);
    }

    [Fact]
    public async Task Thrown_in_the_work_while_there_are_no_retries_it_runs_once()
    {
        await using var db = Reopen(static o => o.Retry.MaxRetries = 0);
        var runs = 0;

        await Assert.ThrowsAsync<IOException>(async () => await db.InTransactionAsync(
            (_, _) =>
            {
                runs++;
                throw new IOException("a file");
            },
            Token));

        Assert.Equal(1, runs);
    }

    /// <summary>What a row throws, and how often it has.</summary>
    public sealed class Telling(Exception exception)
    {
        public Exception Exception { get; } = exception;

        public int Count { get; set; }
    }

    /// <summary>A row whose member does not take its value.</summary>
    public sealed class ThrowingRow
    {
        private static readonly ConcurrentDictionary<int, Telling> Tellings = new();
        private static int _last;

        [SuppressMessage("Design", "CA1065", Justification = "That is what is tried.")]
        public int Id
        {
            get;
            set
            {
                field = value;
                var telling = Tellings[value];
                telling.Count++;
                throw telling.Exception;
            }
        }

        internal static Telling Tell(Exception exception, out int number)
        {
            number = Interlocked.Increment(ref _last);
            return Tellings.GetOrAdd(number, static (_, thrown) => new Telling(thrown), exception);
        }
    }
}
