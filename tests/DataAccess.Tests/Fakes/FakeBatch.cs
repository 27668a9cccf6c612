using DataAccess.Providers;

namespace DataAccess.Tests;

/// <summary>One batch on its way into the fake table.</summary>
internal sealed class FakeBatch(FakeBatchInserter inserter, BatchAttempt<Row> attempt)
{
    public BatchAttempt<Row> Attempt => attempt;

    public Row[] Rows { get; } = attempt.Rows.ToArray();

    public void CommitIsSent() => attempt.CommitIsSent();

    /// <summary>Puts the rows into the table, but for those left out.</summary>
    public void Store(params HashSet<int> leftOut) => inserter.Store(Rows.Where(r => !leftOut.Contains(r.Id)));

    public void Commit()
    {
        CommitIsSent();
        Store();
    }
}
