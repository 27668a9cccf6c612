
namespace DataAccess.Migrations.Linting.Rules;

/// <summary>PostgreSQL: what can be built or removed while the table is in use, and what keeps others out.</summary>
internal static class IndexRules
{
    public static IEnumerable<LintRule> All { get; } =
    [
        new(
            "create-index-without-concurrently",
            "Nobody can write to the table until the index is built.",
            "Write create index concurrently, in a file of its own with -- dataaccess: no-transaction.",
            "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY", CreateIndex),
        new(
            "drop-index-without-concurrently",
            "It waits for every query on the table, and all later ones wait behind it, including reads.",
            "Write drop index concurrently, in a file of its own with -- dataaccess: no-transaction.",
            "https://www.postgresql.org/docs/current/sql-dropindex.html", DropIndex),
        new(
            "reindex-without-concurrently",
            "Nobody can write to the table until its indexes are rebuilt, and queries that would use them wait.",
            "Write reindex … concurrently, in a file of its own with -- dataaccess: no-transaction.",
            "https://www.postgresql.org/docs/current/sql-reindex.html", Reindex),
        new(
            "concurrently-in-transaction",
            "It cannot run inside a transaction, and this file is one.",
            "Put it into a file of its own with -- dataaccess: no-transaction in the leading comment.",
            "https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY", InTransaction),
        new(
            "refresh-without-concurrently",
            "Nobody can read the view until it is filled.",
            "Write refresh materialized view concurrently, for which the view needs a unique index.",
            "https://www.postgresql.org/docs/current/sql-refreshmaterializedview.html", Refresh),
        new(
            "rewrite-table",
            "The whole table is rewritten while nobody else can use it, not even to read.",
            "Leave space to autovacuum; if it has to be done, do it in a maintenance window and say so with allow=.",
            "https://www.postgresql.org/docs/current/sql-vacuum.html", Rewrite),
    ];

    private static IEnumerable<LintMatch> CreateIndex(LintStatement statement)
    {
        var words = statement.All;
        var at = words.At(0, "CREATE", "INDEX") ? 2 : words.At(0, "CREATE", "UNIQUE", "INDEX") ? 3 : 0;
        if (at == 0 || words.At(at, "CONCURRENTLY"))
        {
            return [];
        }

        // ON ONLY makes the index of a partitioned table without those of its partitions, which costs nothing.
        var on = words.Find("ON");
        var table = statement.NameAt(on + 1);
        return on < 0 || words.At(on + 1, "ONLY") || statement.IsNew(table) ? [] : [statement.Match($"an index on {table}")];
    }

    private static IEnumerable<LintMatch> DropIndex(LintStatement statement)
        => statement.All.At(0, "DROP", "INDEX") && !statement.All.At(2, "CONCURRENTLY")
            ? [statement.Match(statement.NameAt(statement.All.At(2, "IF", "EXISTS") ? 4 : 2).ToString())]
            : [];

    private static IEnumerable<LintMatch> Reindex(LintStatement statement)
        => statement.All.At(0, "REINDEX") && !statement.Words.Has("CONCURRENTLY") ? [statement.Match(statement.All.Until(4).ToString())] : [];

    private static IEnumerable<LintMatch> InTransaction(LintStatement statement)
        => statement.File.IsOneTransaction && statement.Words.Has("CONCURRENTLY") && !statement.File.Target.Flavour.TraitsOf(statement.Text).IsTransactional
            ? [statement.Match(statement.All.Until(statement.All.Find("CONCURRENTLY") + 1).ToString())]
            : [];

    private static IEnumerable<LintMatch> Refresh(LintStatement statement)
    {
        if (!statement.All.At(0, "REFRESH", "MATERIALIZED", "VIEW") || statement.All.At(3, "CONCURRENTLY") || statement.All.Has("WITH", "NO", "DATA"))
        {
            return [];
        }

        var view = statement.NameAt(3);
        return statement.Before.Any(s => s.All.At(0, "CREATE", "MATERIALIZED", "VIEW") && LintStatement.Same(s.NameAt(s.All.At(3, "IF", "NOT", "EXISTS") ? 6 : 3), view))
            ? []
            : [statement.Match(view.ToString())];
    }

    private static IEnumerable<LintMatch> Rewrite(LintStatement statement)
        => statement.All.At(0, "CLUSTER") || (statement.All.At(0, "VACUUM") && statement.Words.Has("FULL"))
            ? [statement.Match(statement.All.Until(4).ToString())]
            : statement.ActionsOnOldTable
                .Where(static a => a.At(0, "SET", "LOGGED") || a.At(0, "SET", "UNLOGGED") || a.At(0, "SET", "TABLESPACE") || a.At(0, "SET", "ACCESS", "METHOD"))
                .Select(a => statement.Match($"{statement.Alter!.Table} {a}", a.LineAt(0)));
}
