using System.Diagnostics;
using System.Globalization;
using DataAccess.Providers;

namespace DataAccess.SpoolProgram;

/// <summary>Rows a second that 256 callers get accepted and written, each way in turn, three times; the median.</summary>
internal static class Measurement
{
    private const int Callers = 256;
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(string url, string folder)
    {
        await using var database = Database.Open(url);
        await database.ExecuteAsync($"drop table if exists spool_rows");
        await database.ExecuteAsync(SqlStatement.Raw($"create table spool_rows (number {database.Dialect.ColumnTypeFor(typeof(long))} not null, text varchar(200) not null)"));
        await database.ExecuteAsync(SqlStatement.Raw(LedgerSql.Create(database.Dialect)));
        (string Name, bool HasSpool, bool IsAwaited)[] ways = [("WriteAsync", false, true), ("EnqueueAsync", false, false), ("EnqueueAsync with a spool", true, false)];
        var results = ways.ToDictionary(static way => way.Name, static _ => new List<(double Accepted, double Written)>(), StringComparer.Ordinal);
        for (var round = 0; round < 3; round++)
        {
            foreach (var (name, hasSpool, isAwaited) in ways)
            {
                results[name].Add(await MeasureAsync(database, hasSpool ? folder : null, isAwaited));
                await database.ExecuteAsync($"delete from spool_rows");
            }
        }

        await database.ExecuteAsync($"drop table spool_rows");
        foreach (var (name, _, _) in ways)
        {
            var (accepted, written) = (Median(results[name].Select(static r => r.Accepted)), Median(results[name].Select(static r => r.Written)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {accepted:N0} rows/s accepted, {written:N0} rows/s written"));
        }
    }

    private static async Task<(double Accepted, double Written)> MeasureAsync(Database database, string? folder, bool isAwaited)
    {
        await using var writer = database.CreateWriter<SpoolRow>(new() { ExactlyOnce = true, Spool = folder });
        var rows = 0L;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed < Length)
            {
                var row = new SpoolRow(Interlocked.Increment(ref rows), "a reading of about fifty bytes, as a sensor sends");
                await (isAwaited ? writer.WriteAsync(row) : writer.EnqueueAsync(row));
            }
        })));
        var accepted = rows / clock.Elapsed.TotalSeconds;
        await writer.FlushAsync();
        return (accepted, rows / clock.Elapsed.TotalSeconds);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(1);
}
