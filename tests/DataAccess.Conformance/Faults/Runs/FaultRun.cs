namespace DataAccess.Conformance.Faults;

/// <summary>
/// One seeded run: callers write through faults, the faults end, the writers are disposed, and the database is asked.
/// </summary>
public sealed class FaultRun
{
    /// <summary>Far more than a run takes; one that reaches it hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly FaultRig _rig;
    private readonly int _seed;
    private readonly Random _random;
    private readonly FaultRunPlan _plan;
    private readonly WriterRun[] _writers;
    private readonly TransactionCallers _transactions;

    public FaultRun(FaultRig rig, int seed)
    {
        _rig = rig;
        _seed = seed;
        _random = new Random(seed);
        _plan = new FaultRunPlan(_random);
        _writers = [new WriterRun(_plan), .. _plan.Beside is { } beside ? [new WriterRun(beside)] : Array.Empty<WriterRun>()];
        _transactions = new TransactionCallers(_plan.Transactions);
    }

    public async Task<FaultRunResult> RunAsync(CancellationToken cancellationToken)
    {
        await _rig.EmptyAsync(cancellationToken);
        await _rig.SetUpAsync(_random, _plan, cancellationToken);
        var attacks = new List<FaultAttack>();
        IReadOnlyList<string> fired;
        try
        {
            attacks.AddRange(_writers.Select(writer => _rig.Attack(_random, writer.Plan)));
            using var listener = _plan.Explodes ? new ThrowingListener(attacks[0].Pool) : null;
            await RunAsync(attacks).WaitAsync(Patience, cancellationToken);
            fired = [.. attacks.SelectMany(static attack => attack.Fired), .. _transactions.Deeds];
        }
        finally
        {
            foreach (var attack in attacks)
            {
                await attack.DisposeAsync();
            }
        }

        await _rig.QuietAsync(cancellationToken);
        return await JudgeAsync(fired, cancellationToken);
    }

    private async Task RunAsync(List<FaultAttack> attacks)
    {
        var transactions = _transactions.RunAsync(attacks[0].Database);
        await Task.WhenAll(_writers.Zip(attacks, (writer, attack) => writer.RunAsync(attack.Database, async () =>
        {
            await transactions;
            await attack.CeaseAsync();
        })));
    }

    private async Task<FaultRunResult> JudgeAsync(IReadOnlyList<string> fired, CancellationToken cancellationToken)
    {
        // Not with the library, which is what is being judged.
        await using var connection = _rig.Connect();
        await connection.OpenAsync(cancellationToken);
        var stored = await FaultTable.StoredAsync(connection, cancellationToken);
        var (batches, closed) = await FaultTable.LedgerAsync(connection, cancellationToken);
        var statistics = _writers.Select(static writer => writer.Statistics).ToList();
        string[] violations =
        [
            .. _writers.SelectMany(writer => writer.Violations(stored)),
            .. LedgerOracle.Violations(_plan.ExactlyOnce, _plan.MayBeUnknown, batches, statistics[0], [.. statistics.Skip(1)]),
            .. TransactionOracle.Violations(_transactions.Records, stored),
        ];
        return new FaultRunResult(_seed, violations, fired, statistics)
        {
            Traits = [.. _plan.Traits, .. _rig.Modes],
            ExactlyOnce = _plan.ExactlyOnce,
            Closed = closed,
            Streamed = _writers.Sum(static writer => writer.Streamed),
            Transactions = [.. _transactions.Records.Select(static record => record.Answer)],
            Leftovers = [.. _writers.SelectMany(static writer => writer.Leftovers)],
        };
    }
}
