namespace DataAccess.Conformance.Faults;

/// <summary>Rows and writers of the directed tests.</summary>
public static class FaultWriters
{
    /// <summary>A writer that tries again quickly.</summary>
    public static BatchingWriter<FaultRow> Create(Database database, Action<BatchingWriterOptions<FaultRow>>? configure = null)
    {
        var options = new BatchingWriterOptions<FaultRow>
        {
            MaxBatchRows = 10_000,
            Retry = new RetryOptions { BaseDelay = TimeSpan.FromMilliseconds(2), MaxDelay = TimeSpan.FromMilliseconds(20) },
        };
        configure?.Invoke(options);
        return database.CreateWriter(options);
    }

    public static FaultRow Row(int number) => new() { Number = number, Sensor = $"sensor {number % 7}" };

    /// <summary>A row so large that a few of them need room of their own.</summary>
    public static FaultRow LargeRow(int number) => new() { Number = number, Sensor = new string('x', 2_000) };
}
