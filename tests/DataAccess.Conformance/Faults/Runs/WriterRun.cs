namespace DataAccess.Conformance.Faults;

/// <summary>One writer of a run with its callers, from the first row to the end of its dispose; and what was said of each row.</summary>
internal sealed class WriterRun
{
    private readonly FaultRunPlan _plan;
    private readonly RunCallers _callers;
    private readonly Dictionary<long, RowRecord> _rows;

    public WriterRun(FaultRunPlan plan)
    {
        _plan = plan;
        _callers = new RunCallers(plan);
        _rows = plan.Callers.SelectMany(static caller => caller.Rows).ToDictionary(static row => row.Record.Row.Number, static row => row.Record);
    }

    public FaultRunPlan Plan => _plan;

    public IReadOnlyCollection<RowRecord> Rows => _rows.Values;

    public long Streamed => _callers.Streams.Sum(static stream => stream.Rows);

    public WriterStatistics Statistics { get; private set; } = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>The writer and one of its rows, which nothing may hold any more.</summary>
    public IReadOnlyList<WeakReference> Leftovers { get; private set; } = [];

    /// <param name="database">Where it writes.</param>
    /// <param name="ceaseAsync">Ends the faults, when the callers have handed over their rows.</param>
    public async Task RunAsync(Database database, Func<Task> ceaseAsync)
    {
        var writer = database.CreateWriter(_plan.ToOptions(ReceiveAsync));
        await WriteAsync(writer, ceaseAsync);
        Statistics = writer.Statistics;
        Leftovers = [new WeakReference(writer), .. _rows.Values.Take(1).Select(static row => new WeakReference(row.Row))];
    }

    /// <summary>The broken promises, in words.</summary>
    public IEnumerable<string> Violations(ILookup<long, StoredRow> stored)
        => FaultOracle.Violations([.. _rows.Values], stored, Statistics).Concat(_callers.Streams.SelectMany(static stream => stream.Violations()));

    private async Task WriteAsync(BatchingWriter<FaultRow> writer, Func<Task> ceaseAsync)
    {
        var callers = _callers.RunAsync(writer);
        if (_plan.DisposeEarly)
        {
            await _callers.Halfway;
            await writer.DisposeAsync();
        }

        await callers;
        await ceaseAsync();
        await writer.DisposeAsync();
    }

    private ValueTask ReceiveAsync(FailedRow<FaultRow> failed, CancellationToken cancellationToken)
    {
        _rows[failed.Row.Number].Letter(failed.Outcome);
        return _plan.Explodes && failed.Row.Number % 2 == 0 ? throw new ExplodingException("DeadLetter") : default;
    }
}
