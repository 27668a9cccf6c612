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
    private readonly RunCallers _callers;
    private readonly Dictionary<long, RowRecord> _rows;

    public FaultRun(FaultRig rig, int seed)
    {
        _rig = rig;
        _seed = seed;
        _random = new Random(seed);
        _plan = new FaultRunPlan(_random);
        _callers = new RunCallers(_plan);
        _rows = _plan.Callers.SelectMany(static caller => caller.Rows).ToDictionary(static row => row.Record.Row.Number, static row => row.Record);
    }

    public async Task<FaultRunResult> RunAsync(CancellationToken cancellationToken)
    {
        await _rig.EmptyAsync(cancellationToken);
        WriterStatistics statistics;
        IReadOnlyList<string> fired;
        WeakReference leftover;
        await using (var attack = _rig.Attack(_random, _plan))
        {
            var writer = attack.Database.CreateWriter(_plan.ToOptions(ReceiveAsync));
            await WriteAsync(writer, attack).WaitAsync(Patience, cancellationToken);
            (statistics, fired, leftover) = (writer.Statistics, attack.Fired, new WeakReference(writer));
        }

        await _rig.QuietAsync(cancellationToken);
        var copies = await FaultTable.CopiesAsync(_rig.Direct, cancellationToken);
        var (batches, closed) = await FaultTable.LedgerAsync(_rig.Direct, cancellationToken);
        string[] violations =
        [
            .. FaultOracle.Violations([.. _rows.Values], copies, statistics),
            .. LedgerOracle.Violations(_plan.ExactlyOnce, _plan.MayBeUnknown, batches, statistics),
            .. _callers.Streams.SelectMany(static stream => stream.Violations()),
        ];
        return new FaultRunResult(_seed, violations, fired, statistics)
        {
            ExactlyOnce = _plan.ExactlyOnce,
            Closed = closed,
            Streamed = _callers.Streams.Sum(static stream => stream.Rows),
            Leftovers = [leftover, .. _rows.Values.Take(1).Select(static row => new WeakReference(row.Row))],
        };
    }

    private async Task WriteAsync(BatchingWriter<FaultRow> writer, FaultAttack attack)
    {
        var callers = _callers.RunAsync(writer);
        if (_plan.DisposeEarly)
        {
            await _callers.Halfway;
            await writer.DisposeAsync();
        }

        await callers;
        await attack.CeaseAsync();
        await writer.DisposeAsync();
    }

    private ValueTask ReceiveAsync(FailedRow<FaultRow> failed, CancellationToken cancellationToken)
    {
        _rows[failed.Row.Number].Letter(failed.Outcome);
        return default;
    }
}
