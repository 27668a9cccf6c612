namespace DataAccess.Conformance.Faults;

/// <summary>
/// One seeded run: callers write through faults, the faults end, the writer is disposed, and the database is asked.
/// </summary>
public sealed class FaultRun
{
    /// <summary>Far more than a run takes; one that reaches it hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly FaultRig _rig;
    private readonly int _seed;
    private readonly Random _random;
    private readonly FaultRunPlan _plan;
    private readonly Dictionary<long, RowRecord> _rows;
    private readonly TaskCompletionSource _halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _written;

    public FaultRun(FaultRig rig, int seed)
    {
        _rig = rig;
        _seed = seed;
        _random = new Random(seed);
        _plan = new FaultRunPlan(_random);
        _rows = _plan.Callers.SelectMany(static rows => rows).ToDictionary(static row => row.Record.Row.Number, static row => row.Record);
    }

    public async Task<FaultRunResult> RunAsync(CancellationToken cancellationToken)
    {
        await _rig.EmptyAsync(cancellationToken);
        WriterStatistics statistics;
        IReadOnlyList<string> fired;
        await using (var attack = _rig.Attack(_random, _plan.IsBurst))
        {
            var writer = attack.Database.CreateWriter(_plan.ToOptions(ReceiveAsync));
            await WriteAsync(writer, attack).WaitAsync(Patience, cancellationToken);
            statistics = writer.Statistics;
            fired = attack.Fired;
        }

        await _rig.QuietAsync(cancellationToken);
        var copies = await FaultTable.CopiesAsync(_rig.Direct, cancellationToken);
        RowRecord[] rows = [.. _rows.Values];
        return new FaultRunResult(_seed, FaultOracle.Violations(rows, copies, statistics), fired, statistics);
    }

    private async Task WriteAsync(BatchingWriter<FaultRow> writer, FaultAttack attack)
    {
        var callers = Task.WhenAll(_plan.Callers.Select(rows => Task.Run(() => CallAsync(writer, rows))));
        if (_plan.DisposeEarly)
        {
            await _halfway.Task;
            await writer.DisposeAsync();
        }

        await callers;
        await attack.CeaseAsync();
        await writer.DisposeAsync();
    }

    private async Task CallAsync(BatchingWriter<FaultRow> writer, IReadOnlyList<PlannedRow> rows)
    {
        foreach (var row in rows)
        {
            await CallAsync(writer, row);
            if (Interlocked.Increment(ref _written) == (_rows.Count + 1) / 2)
            {
                _halfway.SetResult();
            }
        }
    }

    private static async Task CallAsync(BatchingWriter<FaultRow> writer, PlannedRow row)
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

    private ValueTask ReceiveAsync(FailedRow<FaultRow> failed, CancellationToken cancellationToken)
    {
        _rows[failed.Row.Number].Letter(failed.Outcome);
        return default;
    }
}
