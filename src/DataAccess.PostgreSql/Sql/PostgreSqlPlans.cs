using System.Data.Common;
using DataAccess.Providers;

namespace DataAccess.PostgreSql.Sql;

/// <summary>EXPLAIN.</summary>
internal sealed class PostgreSqlPlans : PlanSql
{
    public static readonly PostgreSqlPlans Instance = new();

    public override bool CanUndoAnalyzed => true;

    public override string Prefix(DbConnection connection, PlanFormat format, bool analyze, bool onlyReads)
        => $"explain ({(analyze ? "analyze, buffers, " : "")}format {(format == PlanFormat.Json ? "json" : "text")}) ";

    /// <summary>A step has its costs in its line; the lines below it have its conditions.</summary>
    public override string Format(IReadOnlyList<string> columns, IReadOnlyList<string?[]> rows, PlanFormat format)
        => base.Format(columns, format == PlanFormat.Outline ? [.. rows.Where(static row => row[0]!.Contains("(cost=", StringComparison.Ordinal))] : rows, format);
}
