using DataAccess.Conformance;

namespace DataAccess.Sqlite.Tests;

public sealed class SqliteRepositoryPlanTests() : RepositoryPlanSuite(new SqliteEngine())
{
    protected override string Analyze => "analyze";

    protected override async ValueTask<IReadOnlyList<string>> PlanAsync(SqlStatement statement)
        => [.. (await Db.QueryAsync<Step>($"explain query plan {statement}", Token)).Select(static s => s.Detail)];

    protected override bool Scans(IReadOnlyList<string> plan) => plan.Any(static line => line.StartsWith("SCAN visits", StringComparison.Ordinal));

    protected override bool Sorts(IReadOnlyList<string> plan) => plan.Any(static line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));

    public sealed record Step(string Detail);
}
