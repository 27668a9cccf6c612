using System.ComponentModel.DataAnnotations.Schema;
using System.Runtime.CompilerServices;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>What the library keeps alive: nothing of a request, of a database that is gone, or of a statement that has ended. Counted for the whole process.</summary>
public abstract class MemorySuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const int Databases = 30;

    /// <summary>A connection string of its own for each number, to the same or another database.</summary>
    protected abstract string Distinct(int number);

    protected override async ValueTask SetUpAsync()
        => await RunAsync($"create table kept (id {TypeOf<long>()} not null primary key, label varchar(40), bytes {TypeOf<byte[]>()})");

    [Fact]
    public async Task A_database_that_was_disposed_leaves_nothing_for_its_connection_string()
    {
        await UseAsync(0, 5);
        var before = Measure();

        await UseAsync(5, Databases);

        // A few hundred bytes are the driver's own name for the string.
        Assert.InRange((Measure() - before) / Databases, long.MinValue, 8 * 1024);

        async Task UseAsync(int first, int count)
        {
            for (var i = first; i < first + count; i++)
            {
                await using var db = Engine.Open(Distinct(i));
                await db.QuerySingleAsync<int>($"select 1", Token);
            }
        }
    }

    [Fact]
    public async Task A_database_that_nobody_disposed_can_be_collected()
    {
        var databases = new List<WeakReference>();
        for (var i = 0; i < 10; i++)
        {
            databases.Add(await UseAndForgetAsync(i));
        }

        await CollectAsync(() => databases.TrueForAll(static d => !d.IsAlive));
        await CollectAsync(() => ThreadsOfTheLibrary() == 0);
    }

    [Fact]
    public async Task The_first_repository_is_not_kept_by_the_database()
    {
        var repository = await ReadByKeyAsync();

        await CollectAsync(() => !repository.IsAlive);
        GC.KeepAlive(Db);
    }

    [Fact]
    public async Task Values_do_not_outlive_their_statement()
    {
        var values = new List<WeakReference>();
        await SendAsync(values);

        await CollectAsync(() => values.TrueForAll(static v => !v.IsAlive));
        GC.KeepAlive(Db);
    }

    [Fact]
    public async Task Inserts_of_every_size_keep_no_more_than_a_few_statements()
    {
        await using var db = Reopen(static o => o.Connections.MaxConnections = 1);
        var repository = new KeptRepository(db);
        await InsertManyAsync(repository, 1, 1);
        var before = Measure();

        var next = 2;
        for (var size = 1; size <= 500; size++)
        {
            await InsertManyAsync(repository, next, size);
            next += size;
        }

        Assert.InRange(Measure() - before, long.MinValue, 12L << 20);
        await using var lease = await db.Connections.AcquireAsync(cancellationToken: Token);
        Assert.InRange(lease.Physical.Statements.Bytes, 0, 4L << 20);
        Assert.InRange(db.Connections.Statistics.Opened, 1, 2);
    }

    /// <summary>How many threads the library itself has made.</summary>
    protected virtual int ThreadsOfTheLibrary() => 0;

    private static async Task InsertManyAsync(KeptRepository repository, int first, int count)
        => await repository.InsertManyAsync(Enumerable.Range(first, count).Select(static i => new Kept(i, null, null)), Token);

    private static long Measure()
    {
        for (var i = 0; i < 4; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    /// <summary>Collects until it is so; a test that waits for half a minute has failed.</summary>
    private static async Task CollectAsync(Func<bool> condition)
    {
        for (var i = 0; i < 300 && !condition(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            await Task.Delay(100, Token);
        }

        Assert.True(condition(), "It is still alive.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> UseAndForgetAsync(int number)
    {
        var db = Engine.Open(Distinct(number));
        await db.QuerySingleAsync<int>($"select 1", Token);
        return new WeakReference(db);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> ReadByKeyAsync()
    {
        var repository = new KeptRepository(Db);
        await repository.GetAsync(1, Token);
        return new WeakReference(repository);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task SendAsync(List<WeakReference> values)
    {
        await Db.ExecuteAsync($"update kept set label = {Text()} where bytes = {Bytes()}", Token);
        await Db.QueryAsync<long>($"select id from kept where label = {Text()}", Token);
        await Db.QueryAsync<long>($"select id from kept where label in {new[] { Text() }}", Token);
        await foreach (var _ in Db.StreamAsync<long>($"select id from kept where label = {Text()} and bytes = {Bytes()}", Token))
        {
        }

        await using var writer = Db.CreateWriter<Kept>();
        await writer.WriteAsync(new Kept(1, Text(), Bytes()), Token);
        await writer.WriteManyAsync([new Kept(2, Text(), Bytes()), new Kept(3, Text(), Bytes())], Token);

        string Text() => Noted(new string('x', 20 + values.Count));

        byte[] Bytes() => Noted(new byte[100]);

        TValue Noted<TValue>(TValue value)
            where TValue : class
        {
            values.Add(new WeakReference(value));
            return value;
        }
    }

    private sealed class KeptRepository(Database database) : Repository<Kept, long>(database);

    /// <summary>A row with values that take memory.</summary>
    [Table("kept")]
    public sealed record Kept(long Id, string? Label, byte[]? Bytes);
}
