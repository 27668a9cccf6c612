using System.Data.Common;
using DataAccess.Providers;
using MySqlConnector;

namespace DataAccess.MySql.Sql;

/// <summary>
/// EXPLAIN. MySQL shows a read as a tree, and other statements as rows; MariaDB has no trees, and ANALYZE in place of EXPLAIN ANALYZE. The rows have no values of the
/// statement.
/// </summary>
internal sealed class MySqlPlans : PlanSql
{
    public static readonly MySqlPlans Instance = new();

    public override string Prefix(DbConnection connection, PlanFormat format, bool analyze, bool onlyReads)
    {
        if (((MySqlConnection)connection).ServerVersion.Contains("MariaDB", StringComparison.OrdinalIgnoreCase))
        {
            return (analyze ? "analyze " : "explain ") + (format == PlanFormat.Json ? "format=json " : "");
        }

        if (analyze && format == PlanFormat.Outline)
        {
            throw new NotSupportedException("MySQL measures no plan without the statement's values. Ask for PlanFormat.Text, or for a plan without analyze.");
        }

        var form = format == PlanFormat.Json ? "json" : format == PlanFormat.Text && onlyReads ? "tree" : "traditional";
        return $"explain {(analyze ? "analyze " : "")}format={form} ";
    }
}
