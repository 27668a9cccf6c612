using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DataAccess.Tests;

/// <summary>A writer over the fake database, with a clock that the test moves.</summary>
internal sealed class WriterRig : IAsyncDisposable
{
    public WriterRig(Action<BatchingWriterOptions<Row>>? configure = null, TimeProvider? time = null, FakeBatchInserter? inserter = null, ILoggerFactory? loggers = null)
    {
        Options.MaxInFlight = 1;
        Options.SendTimeout = TimeSpan.FromDays(1);
        configure?.Invoke(Options);
        Inserter = inserter ?? new FakeBatchInserter();
        Provider.Inserter = Inserter;
        Database = new Database(Provider, loggerFactory: loggers, time: time ?? Time);
        Writer = Database.CreateWriter(Row.Map, Options);
    }

    public FakeProvider Provider { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public FakeBatchInserter Inserter { get; }

    public BatchingWriterOptions<Row> Options { get; } = new();

    public Database Database { get; }

    public BatchingWriter<Row> Writer { get; }

    public WriterStatistics Now => Writer.Statistics;

    /// <summary>Writes; a row that the writer forgets fails the test instead of hanging it.</summary>
    public Task WriteAsync(int id, int bytes = 0, CancellationToken cancellationToken = default)
        => Writer.WriteAsync(new Row(id, bytes), cancellationToken).AsTask().WaitAsync(Eventually.Patience, CancellationToken.None);

    public Task[] WriteAll(IEnumerable<int> ids) => [.. ids.Select(id => WriteAsync(id))];

    /// <summary>Moves the clock, retries and all, until the condition holds.</summary>
    public Task PassTimeUntilAsync(Func<bool> condition, double seconds = 0.5)
        => Eventually.TrueAsync(condition, () => Time.Advance(TimeSpan.FromSeconds(seconds)));

    public Task FlushAsync() => Writer.FlushAsync().AsTask().WaitAsync(Eventually.Patience, CancellationToken.None);

    /// <summary>Closes both; moves the clock meanwhile, so that a test that has failed half-way does not hang on a drain.</summary>
    public async ValueTask DisposeAsync()
    {
        var disposing = DisposeBothAsync();
        await PassTimeUntilAsync(() => disposing.IsCompleted);
        await disposing;
    }

    private async Task DisposeBothAsync()
    {
        await Writer.DisposeAsync();
        await Database.DisposeAsync();
    }
}
