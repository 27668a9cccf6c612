using System.ComponentModel.DataAnnotations.Schema;

namespace DataAccess.Cli.Demo;

/// <summary>What one process was using at one moment.</summary>
/// <param name="Id">The key, unique over all runs.</param>
/// <param name="RunId">The run of the demonstration: its start in milliseconds since 1970.</param>
/// <param name="Seconds">The time since the start of the run.</param>
/// <param name="ProcessId">The operating system's number for the process.</param>
/// <param name="Name">The process's name.</param>
/// <param name="CpuSeconds">The processor time it has used since it started.</param>
/// <param name="MemoryBytes">Its memory that is in RAM.</param>
/// <param name="Threads">How many threads it has.</param>
[Table(TableName)]
internal sealed record ProcessSample(
    long Id, long RunId, double Seconds, int ProcessId, string Name, double CpuSeconds, long MemoryBytes, int Threads)
{
    public const string TableName = "process_samples";
}
