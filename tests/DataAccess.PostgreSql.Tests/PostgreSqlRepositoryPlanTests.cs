using DataAccess.Conformance;

namespace DataAccess.PostgreSql.Tests;

public sealed class PostgreSqlRepositoryPlanTests() : RepositoryPlanSuite(PostgreSqlEngine.Shared)
{
    protected override string Analyze => "analyze visits";

    protected override ValueTask<IReadOnlyList<string>> PlanAsync(SqlStatement statement) => Db.QueryAsync<string>($"explain (costs off) {statement}", Token);

    protected override bool Scans(IReadOnlyList<string> plan) => plan.Any(static line => line.Contains("Seq Scan", StringComparison.Ordinal)) && !plan.Any(static line => line.Contains("never", StringComparison.Ordinal));

    protected override bool Sorts(IReadOnlyList<string> plan) => plan.Any(static line => line.Contains("Sort", StringComparison.Ordinal));
}
