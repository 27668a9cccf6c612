using System.Globalization;
using System.Text.Json;
using DataAccess.Providers;
using DataAccess.SpoolProgram;
using Xunit;

namespace DataAccess.Conformance;

/// <summary>Files of a spool that a disk has changed: nothing is written twice, and what is lost is told and kept. The files are the same on every database.</summary>
public abstract class SpoolDamageSuite(TestEngine engine) : DatabaseSuite(engine)
{
    private const int Rows = 400;
    private const int Headers = -2;
    private const int Records = -3;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    protected override async ValueTask SetUpAsync()
    {
        await RunAsync($"create table spool_rows (number {TypeOf<long>()} not null, text varchar(200) not null)");
        await RunAsync(LedgerSql.Create(Db.Dialect));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Seeds))]
    public async Task Bytes_that_were_changed_or_cut_double_nothing_and_are_told(int seed)
    {
        var random = new Random(seed);
        using var logged = new Logged();
        var folder = Directory.CreateTempSubdirectory("dataaccess-spool-").FullName;
        try
        {
            await LeaveAsync(folder, random);
            var (changed, cut) = Change(folder, random);
            await using var database = Engine.Open(ConnectionString, new DatabaseOptions(), loggers: logged);
            await using (var writer = database.CreateWriter(Options(folder)))
            {
                await writer.FlushAsync(Token);
            }

            var stored = await Db.QueryAsync<long>($"select number from spool_rows", Token);
            Assert.Equal(stored.Distinct().Count(), stored.Count);
            Assert.Empty(Directory.GetFiles(folder, "*.spool"));
            var aside = Aside(folder);
            var lost = Rows - stored.Union(aside).Count();

            // A record is at least 50 bytes long here, so a changed byte costs a row at most.
            Assert.InRange(lost, 0, changed + (cut / 50) + (cut > 0 ? 1 : 0));
            var isTold = logged.Of(313).Count + logged.Of(314).Count > 0;
            Assert.True(lost == 0 || cut > 0 || isTold, "Rows are lost and nothing is said of it.");
            Assert.Equal(isTold, Directory.GetFiles(folder, "*.damaged").Length > 0);
            TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}: {changed} changed, {cut} cut, {lost} lost, {aside.Count} aside");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_damaged_record_of_an_attempt_that_was_committed_writes_none_of_its_rows_twice()
    {
        var folder = Directory.CreateTempSubdirectory("dataaccess-spool-").FullName;
        try
        {
            await LeaveAsync(folder, new Random(1));
            var before = await Db.QuerySingleAsync<int>($"select count(*) from spool_rows", Token);

            // The last record of an attempt; its rows are in the database.
            foreach (var file in Directory.GetFiles(folder, "*.spool").Order(StringComparer.Ordinal))
            {
                var bytes = await File.ReadAllBytesAsync(file, Token);
                for (var i = bytes.Length - 13; i >= 0; i--)
                {
                    if (bytes.AsSpan(i, 4).SequenceEqual((ReadOnlySpan<byte>)[0xD5, 0xA7, 2, 0]))
                    {
                        bytes[i + 12] ^= 1;
                    }
                }

                await File.WriteAllBytesAsync(file, bytes, Token);
            }

            await using (var writer = Db.CreateWriter(Options(folder)))
            {
                await writer.FlushAsync(Token);
            }

            var stored = await Db.QueryAsync<long>($"select number from spool_rows", Token);
            Assert.InRange(before, 1, Rows - 1);
            Assert.Equal(stored.Distinct().Count(), stored.Count);
            Assert.NotEmpty(Aside(folder));
            Assert.Equal(Rows, stored.Union(Aside(folder)).Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public static TheoryData<int, int> Cuts
    {
        get
        {
            var cuts = new TheoryData<int, int>();
            foreach (var file in Enumerable.Range(0, 4))
            {
                // Not there at all; nothing in it; a part of the header; the header alone; all but the last record.
                foreach (var length in (int[])[-1, 0, 11, 700, Headers, Records])
                {
                    cuts.Add(file, length);
                }
            }

            return cuts;
        }
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Cuts))]
    public async Task A_file_that_is_gone_or_was_cut_doubles_nothing_and_is_told(int file, int length)
    {
        using var logged = new Logged();
        var folder = Directory.CreateTempSubdirectory("dataaccess-spool-").FullName;
        try
        {
            await LeaveFourFilesAsync(folder);
            var before = await Db.QuerySingleAsync<int>($"select count(*) from spool_rows", Token);
            Cut(Directory.GetFiles(folder, "*.spool").Order(StringComparer.Ordinal).ElementAt(file), length);
            await using (var database = Engine.Open(ConnectionString, new DatabaseOptions(), loggers: logged))
            await using (var writer = database.CreateWriter(Options(folder)))
            {
                await writer.FlushAsync(Token);
            }

            var stored = await Db.QueryAsync<long>($"select number from spool_rows", Token);
            Assert.InRange(before, 1, 15);
            Assert.Equal(stored.Distinct().Count(), stored.Count);
            Assert.NotEmpty(logged.Of(319));
            Assert.Empty(Directory.GetFiles(folder, "*.spool"));

            // Each file has at most 20 rows.
            Assert.InRange(50 - stored.Union(Aside(folder)).Count(), 0, 20);

            // The next start misses nothing.
            await using (var database = Engine.Open(ConnectionString, new DatabaseOptions(), loggers: logged))
            await using (var next = database.CreateWriter(Options(folder)))
            {
                await next.FlushAsync(Token);
            }

            Assert.Single(logged.Of(319));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Four processes, the third of which commits some rows of the first, and does not know it.</summary>
    private async Task LeaveFourFilesAsync(string folder)
    {
        (int End, bool IsAway)[] processes = [(10, true), (30, true), (40, false), (50, true)];
        var first = 0;
        foreach (var (end, isAway) in processes)
        {
            var refusal = new Refusal { Refuses = isAway, LosesAnswers = true };
            await using var database = Engine.Open(ConnectionString);
            refusal.Database = database;
            database.Connections.Attach(refusal);
            var options = Options(folder);
            (options.MaxBatchRows, options.MaxInFlight, options.DrainTimeout) = (5, 1, TimeSpan.FromMilliseconds(200));
            await using var writer = database.CreateWriter(options);
            await AcceptAsync(writer, first, end);
            first = end;
        }
    }

    private static void Cut(string path, int length)
    {
        if (length == -1)
        {
            File.Delete(path);
            return;
        }

        var bytes = File.ReadAllBytes(path);
        var records = Enumerable.Range(0, bytes.Length - 4).Where(i => bytes.AsSpan(i, 2).SequenceEqual((ReadOnlySpan<byte>)[0xD5, 0xA7]) && bytes[i + 3] == 0).ToList();
        File.WriteAllBytes(path, bytes[..(length == Headers ? records[0] : length == Records ? records[^1] : length)]);
    }

    /// <summary>Rows of which some are written, some may be, and some are not.</summary>
    private async Task LeaveAsync(string folder, Random random)
    {
        var refusal = new Refusal();
        await using var database = Engine.Open(ConnectionString);
        refusal.Database = database;
        database.Connections.Attach(refusal);
        var options = Options(folder);
        (options.MaxBatchRows, options.DrainTimeout) = (random.Next(1, 60), TimeSpan.FromMilliseconds(100));
        await using var writer = database.CreateWriter(options);
        var first = random.Next(Rows);
        await AcceptAsync(writer, 0, first);
        await writer.FlushAsync(Token);
        refusal.LosesAnswers = true;
        await AcceptAsync(writer, first, Rows);
        await Task.Delay(30, Token);
    }

    private static async Task AcceptAsync(BatchingWriter<SpoolRow> writer, int first, int end)
        => await Task.WhenAll(Enumerable.Range(first, end - first).Select(i => writer.EnqueueAsync(new SpoolRow(i, new string('x', 20 + (i % 50))), Token).AsTask()));

    private static BatchingWriterOptions<SpoolRow> Options(string folder) => new() { ExactlyOnce = true, Spool = folder, SpoolSegmentBytes = 64 << 10, SpoolBytes = 1 << 20 };

    /// <summary>Changes some bytes, or cuts off the end of the last file; returns how many of each.</summary>
    private static (int Changed, int Cut) Change(string folder, Random random)
    {
        var files = Directory.GetFiles(folder, "*.spool").Order(StringComparer.Ordinal).ToArray();
        var last = files[^1];
        var bytes = File.ReadAllBytes(last);
        if (random.Next(3) == 0)
        {
            var cut = random.Next(1, 400);
            File.WriteAllBytes(last, bytes[..^cut]);
            return (0, cut);
        }

        // Not both copies of the header.
        var changed = random.Next(1, 4);
        for (var i = 0; i < changed; i++)
        {
            bytes[random.Next(i == 0 ? 0 : 200, bytes.Length)] ^= (byte)random.Next(1, 256);
        }

        File.WriteAllBytes(last, bytes);
        return (changed, 0);
    }

    private static HashSet<long> Aside(string folder)
        => [.. Directory.GetFiles(folder, "*.rows").SelectMany(File.ReadAllLines).Select(static line => long.Parse(JsonDocument.Parse(line).RootElement.GetProperty("values").GetProperty("number").GetString()!, CultureInfo.InvariantCulture))];
}
