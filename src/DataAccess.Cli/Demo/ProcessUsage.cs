namespace DataAccess.Cli.Demo;

/// <summary>What one process used during a run.</summary>
/// <param name="ProcessId">The operating system's number for the process.</param>
/// <param name="Name">Its name.</param>
/// <param name="CpuSeconds">The processor time it used between its first and its last sample.</param>
/// <param name="PeakMemoryBytes">The most memory any sample found.</param>
/// <param name="Threads">The most threads any sample found.</param>
/// <param name="Samples">How many samples there are.</param>
internal sealed record ProcessUsage(int ProcessId, string Name, double CpuSeconds, long PeakMemoryBytes, int Threads, int Samples)
{
    /// <summary>The usage of each process in the samples, the busiest first.</summary>
    public static IReadOnlyList<ProcessUsage> Of(IEnumerable<ProcessSample> samples) =>
    [
        .. samples
            .GroupBy(static s => (s.ProcessId, s.Name))
            .Select(static g => new ProcessUsage(
                g.Key.ProcessId,
                g.Key.Name,
                g.Max(static s => s.CpuSeconds) - g.Min(static s => s.CpuSeconds),
                g.Max(static s => s.MemoryBytes),
                g.Max(static s => s.Threads),
                g.Count()))
            .OrderByDescending(static u => u.CpuSeconds)
            .ThenByDescending(static u => u.PeakMemoryBytes),
    ];
}
