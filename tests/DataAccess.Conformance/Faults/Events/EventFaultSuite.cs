using System.Diagnostics;
using System.Globalization;
using DataAccess.EventProgram;
using DataAccess.Events;
using DataAccess.Testing;
using Xunit;
using static System.FormattableString;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// Events under faults: connections cut before and after each COMMIT, programs killed, two owners by force, leases that end early, strangers' transactions. In the end the effects of
/// transactional handlers are there once, those of the others at least once, in the order of their keys, and nothing is left but what is dead.
/// </summary>
public abstract class EventFaultSuite(TestEngine engine, ServerTarget? target = null) : DatabaseSuite(engine)
{
    private static readonly string[] Keys = ["a", "b", "c", "d", "e"];
    private static readonly string[] BatchKeys = ["w1", "w2"];

    private readonly List<Process> _killed = [];

    /// <summary>A few each time; as many as <c>DATAACCESS_TEST_FAULT_RUNS</c> says with <c>scripts/test --faults</c>.</summary>
    public static TheoryData<int> Seeds
    {
        get
        {
            if (int.TryParse(Environment.GetEnvironmentVariable("DATAACCESS_TEST_SEED"), CultureInfo.InvariantCulture, out var seed))
            {
                return [seed];
            }

            var runs = int.TryParse(Environment.GetEnvironmentVariable("DATAACCESS_TEST_FAULT_RUNS"), CultureInfo.InvariantCulture, out var given) ? Math.Min(200, given) : 2;
            return [.. Enumerable.Range(0, runs).Select(static n => n == 0 ? 1 : Random.Shared.Next())];
        }
    }

    protected override async ValueTask SetUpAsync()
    {
        await Db.EnsureEventsAsync(Token);
        var place = Db.Provider.SystemName switch
        {
            "postgresql" => "bigint generated always as identity primary key",
            "mysql" => "bigint not null auto_increment primary key",
            _ => "integer primary key autoincrement",
        };
        await RunAsync($"create table effect (place {place}, subscription varchar(20) not null, event bigint not null, event_key varchar(20) not null, number int not null)");
        await RunAsync("create table step (event_key varchar(20) not null primary key, number int not null)");
        await RunAsync($"create table published (event_key varchar(20) not null, number int not null, is_poison {TypeOf<bool>()} not null, primary key (event_key, number))");
        await RunAsync("create table stranger (number int not null)");
        foreach (var key in Keys)
        {
            await Db.ExecuteAsync($"insert into step (event_key, number) values ({key}, {0})", Token);
        }
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Seeds))]
    public async Task Each_event_is_handled_as_promised_whatever_goes_wrong(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(Invariant($"seed {seed}"));
        var random = new Random(seed);
        var plan = new FaultPlan();
        await using var proxy = target is null ? null : ProxyOf(target, plan);
        var url = proxy is null ? ConnectionString : target!.Through(ConnectionString, proxy.Port);

        // The subscriptions are there before anybody publishes.
        await using (var first = Db.CreateEventProcessor(events => StepHandlers.Configure(events, Db, seed)))
        {
            await first.StartAsync(Token);
        }

        await using var one = Engine.Open(url);
        await using var two = Engine.Open(url, time: new ShiftedTime(TimeSpan.FromHours(random.Next(-30, 30))));
        var processors = new List<EventProcessor> { await StartAsync(one, seed), await StartAsync(two, seed + 1) };
        using var child = random.Next(3) == 0 ? StartChild(url, seed) : null;
        using var stop = new CancellationTokenSource();
        var disturber = new EventDisturber(Db, new Random(seed), proxy, plan, [one.InjectFaults(), two.InjectFaults()], () => KillAsync(child));
        var disturbing = disturber.RunAsync(stop.Token, Token);

        var publishers = await PublishAsync(one, two, random);
        await stop.CancelAsync();
        await disturbing;
        await KillAsync(child);
        foreach (var processor in processors)
        {
            await processor.DisposeAsync();
        }

        await HandleTheRestAsync(seed);
        TestContext.Current.TestOutputHelper?.WriteLine(Invariant($"disturbed by {string.Join(" ", disturber.Done)}; {string.Join(", ", plan.Fired)}"));
        await new EventOracle(Db, seed).CheckAsync(publishers, BatchKeys, Token);
    }

    protected override void TearDown() => _killed.ForEach(static process => process.Dispose());

    private static async Task<EventProcessor> StartAsync(Database database, int seed)
    {
        while (true)
        {
            var processor = database.CreateEventProcessor(events => StepHandlers.Configure(events, database, seed));
            try
            {
                await processor.StartAsync(Token);
                return processor;
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                await processor.DisposeAsync();
            }
        }
    }

    private static async Task<IReadOnlyList<StepPublisher>> PublishAsync(Database one, Database two, Random random)
    {
        await using var publisher = one.CreatePublisher();
        var batched = BatchKeys.Select(key => new StepPublisher(one, new Random(random.Next()), key)).ToList();
        var tasks = Keys.Select((key, i) => new StepPublisher(i % 2 == 0 ? one : two, new Random(random.Next()), key).InTransactionsAsync(20, Token))
            .Concat(batched.Select(b => b.InBatchesAsync(publisher, 30)));
        await Task.WhenAll(tasks);
        return batched;
    }

    /// <summary>Without faults everything is handled.</summary>
    private async Task HandleTheRestAsync(int seed)
    {
        await using var processor = Db.CreateEventProcessor(events => StepHandlers.Configure(events, Db, seed));
        await processor.StartAsync(Token);
        await Waiting.UntilAsync(
            Invariant($"seed {seed}: nothing is left but what is dead"),
            async () => await Db.ScalarAsync<long>($"select count(*) from dataaccess_delivery where state <> 3", Token) == 0,
            TimeSpan.FromMilliseconds(20));
        await processor.StopAsync(Token);
    }

    private FaultProxy ProxyOf(ServerTarget server, FaultPlan plan)
    {
        var (host, port) = server.AddressOf(ConnectionString);
        return new FaultProxy(host, port, server.CreateWire, plan);
    }

    private Process StartChild(string url, int seed)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "DataAccess.EventProgram.dll"), url, (seed + 2).ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        _killed.Add(process);
        return process;
    }

    private static async Task KillAsync(Process? child)
    {
        if (child is { HasExited: false })
        {
            child.Kill();
            await child.WaitForExitAsync(Token);
        }
    }
}
