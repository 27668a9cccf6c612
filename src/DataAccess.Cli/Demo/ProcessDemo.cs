
namespace DataAccess.Cli.Demo;

/// <summary>The whole library in small: real rows in through the batching writer, out through a repository.</summary>
internal sealed class ProcessDemo(Database database, TimeProvider time)
{
    public async ValueTask<DemoResult> RunAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        var repository = new ProcessSampleRepository(database);
        await repository.CreateTableAsync(cancellationToken);

        var sampler = new ProcessSampler(time);
        var started = time.GetTimestamp();
        await using var writer = database.CreateWriter<ProcessSample>();
        await sampler.RunAsync(duration, sample => writer.EnqueueAsync(sample, cancellationToken), cancellationToken);
        await writer.FlushAsync(cancellationToken);
        var elapsed = time.GetElapsedTime(started);

        var samples = await repository.OfRunAsync(sampler.RunId, cancellationToken);
        return new DemoResult(database.Provider.Endpoint, ProcessUsage.Of(samples), samples.Count, writer.Statistics, elapsed);
    }
}
