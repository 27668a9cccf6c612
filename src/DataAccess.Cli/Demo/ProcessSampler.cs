using System.ComponentModel;
using System.Diagnostics;

namespace DataAccess.Cli.Demo;

/// <summary>Looks at all processes of this machine, several times a second.</summary>
internal sealed class ProcessSampler(TimeProvider time)
{
    // Leaves room for a million samples per run after the milliseconds of its start.
    private const int BitsForSamples = 20;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private long _samples;

    public long RunId { get; } = time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>Passes on each sample as it is taken.</summary>
    public async ValueTask RunAsync(TimeSpan duration, Func<ProcessSample, ValueTask> take, CancellationToken cancellationToken)
    {
        var started = time.GetTimestamp();
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            var elapsed = time.GetElapsedTime(started);
            foreach (var process in Process.GetProcesses())
            {
                using (process)
                {
                    if (Sample(process, elapsed) is { } sample)
                    {
                        await take(sample);
                    }
                }
            }

            await timer.WaitForNextTickAsync(cancellationToken);
        }
        while (time.GetElapsedTime(started) < duration);
    }

    /// <returns>Null for a process that has ended in the meantime, or that this user may not inspect.</returns>
    private ProcessSample? Sample(Process process, TimeSpan elapsed)
    {
        try
        {
            return new ProcessSample(
                (RunId << BitsForSamples) + _samples++,
                RunId,
                elapsed.TotalSeconds,
                process.Id,
                process.ProcessName,
                process.TotalProcessorTime.TotalSeconds,
                process.WorkingSet64,
                process.Threads.Count);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            return null;
        }
    }
}
