using System.Globalization;
using System.Text;
using DataAccess;
using DataAccess.SpoolProgram;

if (args[0] == "measure")
{
    await Measurement.RunAsync(args[1], args[2]);
    return;
}

// Accepts rows with rising numbers until it is killed, and says of each that it is accepted.
var (url, folder, first, callers) = (args[0], args[1], long.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
await using var output = Console.OpenStandardOutput();
await using var database = Database.Open(url);
await using var writer = database.CreateWriter<SpoolRow>(new()
{
    ExactlyOnce = true,
    Spool = folder,
    SpoolSegmentBytes = 64 << 10,
    MaxBatchRows = int.Parse(args[4], CultureInfo.InvariantCulture),
    Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(5), MaxDelay = TimeSpan.FromMilliseconds(50) },
});
await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(AcceptAsync)));

async Task AcceptAsync()
{
    while (true)
    {
        var number = Interlocked.Increment(ref first);
        await writer.EnqueueAsync(new SpoolRow(number, new string('x', (int)(number % 200))));
        output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{number}\n")));
    }
}
