using System.Diagnostics;
using System.Globalization;
using DataAccess.Providers;
using DataAccess.SpoolProgram;
using Xunit;

namespace DataAccess.Conformance.Faults;

/// <summary>
/// A process that accepts rows into its spool is killed at moments that a seed chooses, while its connections are cut; the next one goes on, and is killed too. In the end each accepted row
/// is in the database once, and none is there twice.
/// </summary>
public abstract class SpoolKillSuite(TestEngine engine, ServerTarget? target = null) : DatabaseSuite(engine)
{
    private readonly HashSet<long> _accepted = [];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 13)];

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table spool_rows ({Db.Dialect.QuoteIdentifier("number")} {TypeOf<long>()} not null, text varchar(200) not null)");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Seeds))]
    public async Task What_a_killed_process_has_accepted_is_written_once(int seed)
    {
        var random = new Random(seed);
        var folder = Directory.CreateTempSubdirectory("dataaccess-spool-").FullName;
        try
        {
            for (var (round, rounds) = (0, random.Next(1, 4)); round < rounds; round++)
            {
                await RunKilledAsync(random, folder, round);
            }

            await using (var writer = Db.CreateWriter<SpoolRow>(new() { ExactlyOnce = true, Spool = folder, SpoolSegmentBytes = 64 << 10 }))
            {
                await writer.FlushAsync(Token);
            }

            Assert.Empty(Directory.GetFiles(folder, "*.spool"));
            var stored = (await Db.QueryAsync<(long Number, int Copies)>($"select {SqlStatement.Raw(Db.Dialect.QuoteIdentifier("number"))}, count(*) from spool_rows group by {SqlStatement.Raw(Db.Dialect.QuoteIdentifier("number"))}", Token))
                .ToDictionary(static row => row.Number, static row => row.Copies);
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {_accepted.Count} accepted, {stored.Count} stored");
            Assert.Empty(_accepted.Where(number => !stored.ContainsKey(number)));
            Assert.Empty(stored.Where(static row => row.Value != 1));
            Assert.Equal(0, await Db.QuerySingleAsync<int>($"select count(*) from dataaccess_ledger where is_committed = {true}", Token));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task RunKilledAsync(Random random, string folder, int round)
    {
        var plan = new FaultPlan();
        await using var proxy = target is null ? null : ProxyOf(target, plan);
        var url = proxy is null ? ConnectionString : target!.Through(ConnectionString, proxy.Port);
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "DataAccess.SpoolProgram.dll"),
                url,
                folder,
                (round * 10_000_000L).ToString(CultureInfo.InvariantCulture),
                random.Next(1, 17).ToString(CultureInfo.InvariantCulture),
                (random.Next(2) == 0 ? 20_000 : random.Next(1, 50)).ToString(CultureInfo.InvariantCulture),
            },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var accepting = ReadAsync(process);
        for (var steps = random.Next(1, 6); steps > 0; steps--)
        {
            await Task.WhenAny(accepting, Task.Delay(random.Next(120), Token));
            Disturb(random, proxy, plan);
        }

        // Some are killed before they have accepted anything, most not.
        for (var waited = 0; waited < 200 && random.Next(20) != 0 && _accepted.Count == 0 && !accepting.IsCompleted; waited++)
        {
            await Task.Delay(10, Token);
        }

        await Task.Delay(random.Next(150), Token);
        process.Kill();
        await process.WaitForExitAsync(Token);
        await accepting;
    }

    private FaultProxy ProxyOf(ServerTarget server, FaultPlan plan)
    {
        var (host, port) = server.AddressOf(ConnectionString);
        return new FaultProxy(host, port, server.CreateWire, plan);
    }

    private static void Disturb(Random random, FaultProxy? proxy, FaultPlan plan)
    {
        switch (random.Next(4))
        {
            case 0:
                proxy?.CutAll();
                break;
            case 1:
                plan.Arm(Fault.Cut(FaultPoint.BeforeCommit));
                break;
            case 2:
                plan.Arm(Fault.Cut(FaultPoint.BeforeAnswer));
                break;
            default:
                break;
        }
    }

    private async Task ReadAsync(Process process)
    {
        // A line that was cut by the kill is no acceptance.
        var text = "";
        var buffer = new char[4096];
        int read;
        while ((read = await process.StandardOutput.ReadAsync(buffer, CancellationToken.None)) > 0)
        {
            var lines = (text + new string(buffer, 0, read)).Split('\n');
            text = lines[^1];
            foreach (var line in lines[..^1])
            {
                _accepted.Add(long.Parse(line, CultureInfo.InvariantCulture));
            }
        }
    }
}
