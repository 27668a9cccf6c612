using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;

namespace DataAccess.Tests;

/// <summary>A writer of the services, from the host's start to its end.</summary>
public sealed class WriterRegistrationTests
{
    private readonly FakeBatchInserter _inserter = new();
    private readonly ListLogger _log = new();
    private readonly HostApplicationBuilder _builder = Host.CreateEmptyApplicationBuilder(null);

    public WriterRegistrationTests()
    {
        _builder.Services.AddSingleton<ILoggerFactory>(new ListLoggerFactory(_log));
        _builder.Services.AddDataAccess(new FakeProvider { Inserter = _inserter }, new DatabaseOptions());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_services_write_while_they_stop_is_committed_before_the_host_has_stopped()
    {
        _builder.Services.AddHostedService<WritesWhenItStops>();
        _builder.Services.AddWriter<Row>();
        using var host = _builder.Build();
        await host.StartAsync(Token);
        var writer = host.Services.GetRequiredService<BatchingWriter<Row>>();
        var gate = _inserter.HoldNext();
        await writer.EnqueueAsync(new Row(1), Token);
        await gate.Reached;

        var stopping = host.StopAsync(Token);
        await Eventually.TrueAsync(() => writer.Statistics.Admitted == 2);
        Assert.False(stopping.IsCompleted);
        gate.Open();
        await stopping;

        Assert.Equal([1, 2], _inserter.Stored);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await writer.WriteAsync(new Row(3), Token));
    }

    [Fact]
    public async Task The_drain_ends_with_the_hosts_shutdown_timeout_and_what_is_lost_is_counted()
    {
        _builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        _builder.Services.AddWriter<Row>();
        using var host = _builder.Build();
        await host.StartAsync(Token);
        var writer = host.Services.GetRequiredService<BatchingWriter<Row>>();
        var gate = _inserter.HoldNext();
        var first = writer.WriteAsync(new Row(1), Token).AsTask();
        await gate.Reached;
        var second = writer.WriteAsync(new Row(2), Token).AsTask();

        await host.StopAsync(Token).WaitAsync(Eventually.Patience, Token);

        await Assert.ThrowsAsync<RowNotPersistedException>(() => first);
        await Assert.ThrowsAsync<RowNotPersistedException>(() => second);
        Assert.Equal(
            "The writer for row was closed with 2 rows in its queue, because the host's ShutdownTimeout elapsed: 2 were not written, and of 0 it is not known",
            Assert.Single(_log.Of(309)));
    }

    [Fact]
    public async Task A_service_that_uses_up_the_shutdown_timeout_leaves_no_row_without_an_outcome()
    {
        _builder.Services.Configure<HostOptions>(static o => o.ShutdownTimeout = TimeSpan.FromMilliseconds(50));
        _builder.Services.AddHostedService<StopsSlowly>();
        _builder.Services.AddWriter<Row>();
        var host = _builder.Build();
        await host.StartAsync(Token);
        var writer = host.Services.GetRequiredService<BatchingWriter<Row>>();
        var gate = _inserter.HoldNext();
        var row = writer.WriteAsync(new Row(1), Token).AsTask();
        await gate.Reached;

        await Assert.ThrowsAnyAsync<Exception>(() => host.StopAsync(Token).WaitAsync(Eventually.Patience, Token));
        await ((IAsyncDisposable)host).DisposeAsync().AsTask().WaitAsync(Eventually.Patience, Token);

        await Assert.ThrowsAsync<RowNotPersistedException>(() => row);
        Assert.Single(_log.Of(309));
    }

    [Fact]
    public async Task The_options_come_from_the_options_pattern_and_are_told_at_start()
    {
        _builder.Services.AddWriter<Row>(static o => o.MaxBatchRows = 7);
        _builder.Services.Configure<BatchingWriterOptions<Row>>(static o => o.DrainTimeout = TimeSpan.Zero);
        using var host = _builder.Build();

        var error = await Assert.ThrowsAsync<InvalidOptionsException>(() => host.StartAsync(Token));

        Assert.Contains("DrainTimeout is 00:00:00", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, host.Services.GetRequiredService<IOptions<BatchingWriterOptions<Row>>>().Value.MaxBatchRows);
    }

    [Fact]
    public async Task Each_database_has_a_writer_of_its_own()
    {
        var other = new FakeBatchInserter();
        _builder.Services.AddDataAccess("other", new FakeProvider { Inserter = other }, new DatabaseOptions());
        _builder.Services.AddWriter<Row>().AddWriter<Row>("other", static o => o.MaxBatchRows = 7);
        using var host = _builder.Build();
        await host.StartAsync(Token);

        await host.Services.GetRequiredService<BatchingWriter<Row>>().WriteAsync(new Row(1), Token);
        await host.Services.GetRequiredKeyedService<BatchingWriter<Row>>("other").WriteAsync(new Row(2), Token);

        Assert.Equal([1], _inserter.Stored);
        Assert.Equal([2], other.Stored);
        await host.StopAsync(Token);
    }

    [Fact]
    public void A_second_writer_for_the_same_rows_is_refused()
    {
        _builder.Services.AddWriter<Row>();

        var error = Assert.Throws<InvalidOperationException>(() => _builder.Services.AddWriter<Row>());

        Assert.Contains("The writer for Row of the database without a key is already registered", error.Message, StringComparison.Ordinal);
        Assert.Contains("services.Configure<BatchingWriterOptions<Row>>", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_container_without_a_host_drains_the_writer_and_then_closes_the_database(bool isAsync)
    {
        _builder.Services.AddWriter<Row>();
        var services = _builder.Services.BuildServiceProvider();
        var writer = services.GetRequiredService<BatchingWriter<Row>>();
        for (var i = 1; i <= 100; i++)
        {
            await writer.EnqueueAsync(new Row(i), Token);
        }

        if (isAsync)
        {
            await services.DisposeAsync();
        }
        else
        {
            services.Dispose();
        }

        Assert.Equal(100, _inserter.Stored.Length);
    }

    private sealed class WritesWhenItStops(BatchingWriter<Row> writer) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => writer.EnqueueAsync(new Row(2), cancellationToken).AsTask();
    }

    private sealed class StopsSlowly : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
    }
}
