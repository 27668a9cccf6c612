using System.Diagnostics;
using System.Diagnostics.Metrics;
using DataAccess.Connections;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DataAccess.Tests;

/// <summary>Loggers and listeners that throw cost nothing. They hear of the whole process, so nothing else runs meanwhile.</summary>
[Collection(TimingCollection.Name)]
public sealed class ListenerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_logger_that_throws_where_no_connection_can_be_opened_leaves_nobody_waiting()
    {
        var provider = new FakeProvider { OnOpen = static (_, _) => throw new FakeException(FailureKind.Unavailable) };
        await using var database = new Database(provider, loggerFactory: new ThrowingLoggers());

        await Assert.ThrowsAsync<DatabaseUnavailableException>(
            () => database.Connections.AcquireAsync(cancellationToken: Token).AsTask().WaitAsync(Eventually.Patience, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_logger_that_throws_on_the_maintenance_timer_ends_nothing(bool atIsEnabled)
    {
        var time = new FakeTimeProvider();
        await using var database = new Database(new FakeProvider(), loggerFactory: new ThrowingLoggers { ThrowsAtIsEnabled = atIsEnabled }, time: time);
        await using var lease = await database.Connections.AcquireAsync(cancellationToken: Token);

        // Runs the timer's callback right here; on the system's timer an exception would end the process.
        time.Advance(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_logger_that_throws_at_a_reset_or_a_ping_keeps_no_connection()
    {
        var time = new FakeTimeProvider();
        var provider = new FakeProvider
        {
            OnReset = static (_, _) => throw new FakeException(FailureKind.ConnectionLost),
            OnPing = static (_, _) => throw new FakeException(FailureKind.ConnectionLost),
            OnClose = static _ => throw new FakeException(FailureKind.ConnectionLost),
        };
        var options = new DatabaseOptions();
        options.Connections.MaxConnections = 1;
        await using var database = new Database(provider, options, new ThrowingLoggers(), time);

        for (var i = 0; i < 3; i++)
        {
            await using (var lease = await AcquireAsync(database))
            {
                _ = lease.Connection;
            }

            await Eventually.TrueAsync(() => database.Connections.Statistics.Leased == 0);
            await using (await AcquireAsync(database))
            {
            }

            time.Advance(TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public async Task A_metrics_listener_that_throws_costs_no_lease()
    {
        using var listener = new MeterListener { InstrumentPublished = static (i, l) => Listen(i, l) };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => throw new TimeoutException());
        listener.SetMeasurementEventCallback<long>(static (_, _, _, _) => throw new TimeoutException());
        listener.Start();
        var options = new DatabaseOptions();
        options.Connections.MaxConnections = 2;
        await using var database = new Database(new FakeProvider(), options);

        for (var i = 0; i < 5; i++)
        {
            await using var lease = await AcquireAsync(database);
        }

        Assert.Equal((0, 1), (database.Connections.Statistics.Leased, database.Connections.Statistics.Idle));
    }

    [Fact]
    public async Task The_gauge_of_idle_connections_says_what_the_option_says()
    {
        var seen = new List<long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = static (i, l) =>
            {
                if (i.Name == "db.client.connection.idle.min")
                {
                    l.EnableMeasurementEvents(i);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => seen.Add(value));
        listener.Start();
        var options = new DatabaseOptions();
        options.Connections.MinIdle = 3;
        await using var database = new Database(new FakeProvider(), options, time: new FakeTimeProvider());

        listener.RecordObservableInstruments();

        Assert.Contains(3L, seen);
    }

    [Theory]
    [InlineData("sample")]
    [InlineData("started")]
    [InlineData("stopped")]
    public async Task A_listener_to_spans_that_throws_costs_no_lease_and_leaves_no_span_behind(string where)
    {
        var before = Activity.Current;
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DataAccess",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => where == "sample" ? throw new TimeoutException() : ActivitySamplingResult.AllData,
            ActivityStarted = _ => ThrowIf(where == "started"),
            ActivityStopped = _ => ThrowIf(where == "stopped"),
        };
        ActivitySource.AddActivityListener(listener);
        var options = new DatabaseOptions();
        options.Connections.MaxConnections = 1;
        await using var database = new Database(new FakeProvider(), options);

        for (var i = 0; i < 3; i++)
        {
            // The fake's commands cannot be run, and say so.
            await Assert.ThrowsAsync<NotSupportedException>(() => database.ExecuteAsync($"update a set b = 1", Token).AsTask().WaitAsync(Eventually.Patience, Token));
        }

        Assert.Equal(0, database.Connections.Statistics.Leased);
        Assert.Same(before, Activity.Current);
    }

    private static Task<ConnectionLease> AcquireAsync(Database database)
        => database.Connections.AcquireAsync(cancellationToken: Token).AsTask().WaitAsync(Eventually.Patience, Token);

    private static void Listen(Instrument instrument, MeterListener listener)
    {
        if (instrument.Meter.Name == "DataAccess")
        {
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static void ThrowIf(bool condition)
    {
        if (condition)
        {
            throw new TimeoutException();
        }
    }
}
