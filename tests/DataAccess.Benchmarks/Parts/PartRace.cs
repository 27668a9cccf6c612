using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>One operation of a part that is written by hand, compared with the same operation of libraries.</summary>
/// <param name="Part">The name of the part and its operation.</param>
/// <param name="Operations">The number of operations in a round.</param>
/// <param name="Contenders">What is compared, the part first: its name, and a loop over a number of operations.</param>
internal sealed record PartRace(string Part, int Operations, params (string Name, Func<int, ValueTask> Run)[] Contenders)
{
    private const int WarmUps = 2;
    private const int Rounds = 11;

    /// <summary>Lets the contenders take turns, and writes the median time and the bytes allocated of each.</summary>
    public async Task WriteAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var nanoseconds = Contenders.Select(static _ => new List<double>()).ToArray();
        var bytes = new double[Contenders.Length];
        for (var round = 0; round < WarmUps + Rounds; round++)
        {
            for (var turn = 0; turn < Contenders.Length; turn++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var contender = (round + turn) % Contenders.Length;
                var allocated = GC.GetTotalAllocatedBytes(precise: true);
                var started = Stopwatch.GetTimestamp();
                await Contenders[contender].Run(Operations);
                var elapsed = Stopwatch.GetElapsedTime(started);
                bytes[contender] = (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)Operations;
                if (round >= WarmUps)
                {
                    nanoseconds[contender].Add(elapsed.TotalNanoseconds / Operations);
                }
            }
        }

        await output.WriteLineAsync(Part);
        var medians = nanoseconds.Select(static times => times.Order().ElementAt(Rounds / 2)).ToArray();
        for (var i = 0; i < Contenders.Length; i++)
        {
            await output.WriteLineAsync(FormattableString.Invariant($"  {Contenders[i].Name,-20} {medians[i],14:#,0.0} ns ({medians[0] / medians[i]:0.00}), {bytes[i]:#,0} bytes"));
        }
    }
}
