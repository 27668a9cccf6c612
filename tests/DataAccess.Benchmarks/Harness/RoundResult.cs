using System.Runtime.InteropServices;

namespace DataAccess.Benchmarks;

/// <summary>What one round of one contender took.</summary>
/// <param name="Operations">How many operations were done.</param>
/// <param name="Elapsed">How long all of them took.</param>
/// <param name="Processor">How long this process kept the processors busy.</param>
/// <param name="Bytes">What was allocated meanwhile, on all threads; for works about memory, what they measure.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RoundResult(long Operations, TimeSpan Elapsed, TimeSpan Processor, long Bytes)
{
    public double SecondsPerOperation => Elapsed.TotalSeconds / Operations;

    public double ProcessorSecondsPerOperation => Processor.TotalSeconds / Operations;

    public double BytesPerOperation => (double)Bytes / Operations;
}
