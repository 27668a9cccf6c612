namespace DataAccess.Cli.Demo;

/// <summary>The result of a run of the demonstration.</summary>
/// <param name="Database">Where the samples are.</param>
/// <param name="Processes">What the processes used, the busiest first, as read back from the database.</param>
/// <param name="ReadBack">How many samples were read back.</param>
/// <param name="Written">What the writer did.</param>
/// <param name="Elapsed">How long it sampled and wrote.</param>
internal sealed record DemoResult(
    string Database, IReadOnlyList<ProcessUsage> Processes, int ReadBack, WriterStatistics Written, TimeSpan Elapsed)
{
    public double AverageBatch => Written.Batches == 0 ? 0 : (double)Written.Committed / Written.Batches;
}
