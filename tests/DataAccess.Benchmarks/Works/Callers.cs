using System.Diagnostics;

namespace DataAccess.Benchmarks;

/// <summary>Runs callers side by side until a deadline.</summary>
internal static class Callers
{
    /// <param name="count">How many.</param>
    /// <param name="time">How long each goes on; what he has begun by then he ends.</param>
    /// <param name="call">One caller, until the timestamp he is given; returns how many operations he did.</param>
    public static async Task<long> RunAsync(int count, TimeSpan time, Func<long, Task<long>> call)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        if (count == 1)
        {
            return await call(deadline);
        }

        var tasks = new Task<long>[count];
        for (var i = 0; i < count; i++)
        {
            tasks[i] = Task.Run(() => call(deadline));
        }

        return (await Task.WhenAll(tasks)).Sum();
    }
}
