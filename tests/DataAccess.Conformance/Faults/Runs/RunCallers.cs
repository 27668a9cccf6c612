using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace DataAccess.Conformance.Faults;

/// <summary>The callers of one run at work, and what they are told.</summary>
internal sealed class RunCallers(FaultRunPlan plan)
{
    private readonly TaskCompletionSource _halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<StreamRecord> _streams = [];
    private readonly int _half = (plan.Callers.Sum(static caller => caller.Rows.Count) + 1) / 2;
    private int _written;

    /// <summary>Completes when half of the rows were handed over, or cannot be.</summary>
    public Task Halfway => _halfway.Task;

    public IReadOnlyCollection<StreamRecord> Streams => _streams;

    public Task RunAsync(BatchingWriter<FaultRow> writer)
        => Task.WhenAll(plan.Callers.Select(caller => Task.Run(() => caller.Kind == CallKind.OneByOne ? WriteAsync(writer, caller.Rows) : StreamAsync(writer, caller))));

    private async Task WriteAsync(BatchingWriter<FaultRow> writer, IReadOnlyList<PlannedRow> rows)
    {
        foreach (var row in rows)
        {
            await WriteAsync(writer, row);
            HandOver(1);
        }
    }

    private static async Task WriteAsync(BatchingWriter<FaultRow> writer, PlannedRow row)
    {
        using var cancel = row.CancelAfter is { } after ? new CancellationTokenSource(after) : null;
        var token = cancel?.Token ?? CancellationToken.None;
        try
        {
            await (row.IsAwaited ? writer.WriteAsync(row.Record.Row, token) : writer.EnqueueAsync(row.Record.Row, token));
            row.Record.Answered(row.IsAwaited ? RowAnswer.Acked : RowAnswer.Accepted);
        }
        catch (Exception error)
        {
            row.Record.Answered(RowRecord.AnswerOf(error), error);
        }
    }

    private async Task StreamAsync(BatchingWriter<FaultRow> writer, PlannedCaller caller)
    {
        using var cancel = caller.CancelAfter is { } after ? new CancellationTokenSource(after) : null;
        var token = cancel?.Token ?? CancellationToken.None;
        var read = new List<RowRecord>();
        WriteSummary? summary = null;
        Exception? failure = null;
        try
        {
            var rows = Read(caller.Rows, read);
            summary = (caller.Kind == CallKind.Sequence, caller.Rows.Count % 2 == 0) switch
            {
                (true, true) => await writer.WriteManyAsync(rows, TellAsync, token),
                (true, false) => await writer.WriteManyAsync(rows, token),
                (false, true) => await writer.WriteManyAsync(SlowlyAsync(rows, token), TellAsync, token),
                _ => await writer.WriteManyAsync(SlowlyAsync(rows, token), token),
            };
        }
        catch (Exception error)
        {
            failure = error;
        }

        read.ForEach(row => row.Answered(summary is null ? RowAnswer.Abandoned : RowAnswer.Accepted));
        foreach (var row in caller.Rows.Skip(read.Count))
        {
            row.Record.Answered(RowAnswer.NotAdmitted);
        }

        _streams.Enqueue(new StreamRecord(read, summary, failure, caller.CancelAfter is not null, plan.DisposeEarly));
        HandOver(caller.Rows.Count - read.Count);

        ValueTask TellAsync(FailedRow<FaultRow> failed, CancellationToken ct)
        {
            caller.Rows[(int)failed.Index!.Value].Record.Letter(failed.Outcome);
            return default;
        }
    }

    private IEnumerable<FaultRow> Read(IEnumerable<PlannedRow> rows, List<RowRecord> read)
    {
        foreach (var row in rows)
        {
            read.Add(row.Record);
            yield return row.Record.Row;
            HandOver(1);
        }
    }

    private static async IAsyncEnumerable<FaultRow> SlowlyAsync(IEnumerable<FaultRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            if (row.Number % 100 == 0)
            {
                await Task.Yield();
            }

            cancellationToken.ThrowIfCancellationRequested();
            yield return row;
        }
    }

    private void HandOver(int rows)
    {
        if (Interlocked.Add(ref _written, rows) >= _half)
        {
            _halfway.TrySetResult();
        }
    }
}
