using System.Text;

namespace DataAccess.Conformance.Faults;

/// <summary>Sums up runs.</summary>
internal sealed class FaultTally
{
    private readonly SortedDictionary<string, int> _fired = new(StringComparer.Ordinal);
    private readonly SortedDictionary<TransactionAnswer, int> _transactions = [];
    private readonly SortedDictionary<string, int> _traits = new(StringComparer.Ordinal);
    private WriterStatistics _sum = new(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    private int _runs;
    private int _withLedger;
    private int _pairs;
    private long _unknownWithLedger;
    private long _closed;
    private long _streamed;

    public void Add(FaultRunResult result)
    {
        _runs++;
        _withLedger += result.ExactlyOnce ? 1 : 0;
        _unknownWithLedger += result.ExactlyOnce ? result.Writers.Sum(static writer => writer.Unknown) : 0;
        _closed += result.Closed;
        _streamed += result.Streamed;
        foreach (var name in result.Fired)
        {
            _fired[name] = _fired.GetValueOrDefault(name) + 1;
        }

        foreach (var trait in result.Traits)
        {
            _traits[trait] = _traits.GetValueOrDefault(trait) + 1;
        }

        foreach (var answer in result.Transactions)
        {
            _transactions[answer] = _transactions.GetValueOrDefault(answer) + 1;
        }

        _pairs += result.Writers.Count - 1;
        foreach (var writer in result.Writers)
        {
            Add(writer);
        }
    }

    private void Add(WriterStatistics one) => _sum = _sum with
    {
        Admitted = _sum.Admitted + one.Admitted,
        Committed = _sum.Committed + one.Committed,
        Rejected = _sum.Rejected + one.Rejected,
        NotPersisted = _sum.NotPersisted + one.NotPersisted,
        Unknown = _sum.Unknown + one.Unknown,
        Batches = _sum.Batches + one.Batches,
        Retries = _sum.Retries + one.Retries,
    };

    public string ToText(string engine, int firstSeed, TimeSpan elapsed)
    {
        var text = new StringBuilder();
        text.AppendLine($"{engine}: {_runs} runs from seed {firstSeed} in {elapsed.TotalSeconds:F0} s, {_fired.Values.Sum()} faults, no violation");
        text.AppendLine(
            $"rows: {_sum.Admitted} admitted, {_sum.Committed} committed, {_sum.Rejected} rejected, {_sum.NotPersisted} not persisted, "
            + $"{_sum.Unknown} unknown; {_sum.Batches} batches, {_sum.Retries} retries");
        text.AppendLine(
            $"{_streamed} rows from streams; ledger: {_withLedger} runs, {_pairs} of them with two writers, {_closed} batches asked for and sent again or given up, "
            + $"{_unknownWithLedger} rows unknown as the writer's time was up");
        text.AppendLine($"runs: {string.Join(", ", _traits.Select(static n => $"{n.Value} with {n.Key}"))}");
        text.AppendLine($"transactions: {string.Join(", ", _transactions.Select(static n => $"{n.Value} {n.Key}"))}");
        foreach (var (name, count) in _fired)
        {
            text.AppendLine($"{count,6} x {name}");
        }

        return text.ToString();
    }
}
