using DataAccess.Conformance;

namespace DataAccess.MySql.Tests;

public abstract class MySqlRepositoryPlanSuite(TestEngine engine) : RepositoryPlanSuite(engine)
{
    protected override string Analyze => "analyze table visits";

    protected override async ValueTask<IReadOnlyList<string>> PlanAsync(SqlStatement statement)
        => [.. (await Db.QueryAsync<Step>($"explain {Classic}{statement}", Token)).Select(static s => $"{s.Type} {s.Key} {s.Extra}")];

    /// <summary>How the server is asked for a row for each table.</summary>
    protected abstract SqlStatement? Classic { get; }

    protected override bool Scans(IReadOnlyList<string> plan)
        => plan.Any(static line => line.StartsWith("ALL ", StringComparison.Ordinal) || line.StartsWith("index ", StringComparison.Ordinal));

    protected override bool Sorts(IReadOnlyList<string> plan) => plan.Any(static line => line.Contains("filesort", StringComparison.Ordinal));

    public sealed record Step(string? Type, string? Key, string? Extra);
}
