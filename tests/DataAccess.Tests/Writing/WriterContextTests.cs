using System.Diagnostics;
using Xunit;

namespace DataAccess.Tests;

/// <summary>A writer's own work runs in nobody's execution context; a batch's span has links to its rows' callers.</summary>
[Collection(TimingCollection.Name)]
public sealed class WriterContextTests
{
    private static readonly AsyncLocal<string?> Request = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("many")]
    [InlineData("enqueue")]
    [InlineData("too large")]
    [InlineData("dropped")]
    public async Task A_dead_letter_handler_sees_nothing_of_a_request(string how)
    {
        Request.Value = "the creator's";
        var seen = new List<string?>();
        await using var rig = new WriterRig(o =>
        {
            o.MaxBatchBytes = 500;
            o.QueueBytes = 1_000;
            o.FullMode = how == "dropped" ? QueueFullMode.DropOldest : QueueFullMode.Wait;
            o.DeadLetter = (_, _) =>
            {
                seen.Add(Request.Value);
                return default;
            };
        });
        rig.Inserter.Otherwise = FakeBatchInserter.Reject([1], named: false);
        Request.Value = "the caller's";

        switch (how)
        {
            case "many":
                await rig.Writer.WriteManyAsync([new Row(1), new Row(2)], Token);
                break;
            case "too large":
                await rig.Writer.WriteManyAsync([new Row(2, 5_000)], Token);
                break;
            case "dropped":
                var gate = rig.Inserter.HoldNext();
                await rig.Writer.EnqueueAsync(new Row(5), Token);
                await gate.Reached;
                await rig.Writer.EnqueueAsync(new Row(6, 700), Token);
                await rig.Writer.EnqueueAsync(new Row(7, 700), Token);
                gate.Open();
                break;
            default:
                await rig.Writer.EnqueueAsync(new Row(1), Token);
                break;
        }

        await rig.FlushAsync();
        Assert.Equal([null], seen);
    }

    [Fact]
    public async Task A_connection_is_opened_reset_and_closed_in_nobodys_context()
    {
        var seen = new List<string?>();
        var provider = new FakeProvider
        {
            OnOpen = async (_, _) => await NoteAsync(),
            OnReset = async (_, _) =>
            {
                await Task.Yield();
                await NoteAsync();
                return true;
            },
            OnClose = _ => NoteAsync(),
        };
        await using var database = new Database(provider);
        Request.Value = "the caller's";

        await using (var lease = await database.Connections.AcquireAsync(cancellationToken: Token))
        {
            _ = lease.Connection;
        }

        await Eventually.TrueAsync(() => database.Connections.Statistics.Idle == 1);
        await using (var lease = await database.Connections.AcquireAsync(cancellationToken: Token))
        {
            lease.Invalidate();
        }

        await Eventually.TrueAsync(() => seen.Count == 3);
        Assert.Equal([null, null, null], seen);

        ValueTask NoteAsync()
        {
            seen.Add(Request.Value);
            return default;
        }
    }

    [Fact]
    public async Task A_batch_is_a_span_of_its_own_with_links_to_its_callers()
    {
        var spans = new List<Activity>();
        using var listener = Listen(spans);
        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        await using var rig = new WriterRig();
        var gate = rig.Inserter.HoldNext();
        var first = rig.WriteAsync(0, cancellationToken: Token);
        await gate.Reached;
        var contexts = new List<ActivityContext>();
        var rows = new List<Task> { first };
        for (var i = 1; i <= 200; i++)
        {
            using var own = new Activity("request").Start();
            contexts.Add(own.Context);
            rows.Add(rig.WriteAsync(i, cancellationToken: Token));
        }

        gate.Open();
        await Task.WhenAll(rows);
        await rig.FlushAsync();

        var batch = Assert.Single(spans, static s => s.GetTagItem("db.operation.batch.size") is 200);
        Assert.Equal(("BATCH INSERT rows", ActivityKind.Client), (batch.DisplayName, batch.Kind));
        Assert.Equal(("BATCH INSERT", "rows", "fake"), (batch.GetTagItem("db.operation.name"), batch.GetTagItem("db.collection.name"), batch.GetTagItem("db.system.name")));
        Assert.Equal(contexts.Take(128), batch.Links.Select(static l => l.Context));
        Assert.Equal(default, batch.ParentSpanId);
        var alone = Assert.Single(spans, static s => s.DisplayName == "INSERT rows");
        Assert.Null(alone.GetTagItem("db.operation.batch.size"));
        Assert.Equal([caller.Context], alone.Links.Select(static l => l.Context));
        Assert.All(spans, static s => Assert.Equal(ActivityStatusCode.Unset, s.Status));
    }

    [Fact]
    public async Task A_stream_is_linked_once_and_a_failed_attempt_says_why()
    {
        var spans = new List<Activity>();
        using var listener = Listen(spans);
        await using var rig = new WriterRig();
        rig.Inserter.Then(FakeBatchInserter.Fail(FailureKind.Unknown));
        using var caller = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        var writing = rig.Writer.WriteManyAsync([new Row(1), new Row(2)], Token).AsTask();
        await rig.PassTimeUntilAsync(() => writing.IsCompleted);

        Assert.Equal([ActivityStatusCode.Error, ActivityStatusCode.Unset], spans.Select(static s => s.Status));
        Assert.Equal("F0001", spans[0].GetTagItem("error.type"));
        Assert.All(spans, s => Assert.Equal([caller.Context], s.Links.Select(static l => l.Context)));
    }

    private static ActivityListener Listen(List<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "DataAccess",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
