using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>Rules about rows that a migration writes.</summary>
internal static class WriteRules
{
    public static IEnumerable<LintRule> OfAll { get; } =
    [
        new(
            "update-without-where",
            "Every row is locked until all are written, and a mistake affects every row.",
            "Write it as a backfill, which runs slice by slice: -- dataaccess: backfill table=… key=… batch=…",
            "https://www.postgresql.org/docs/current/sql-update.html", Update),
        new(
            "delete-without-where",
            "Every row is deleted, and locked until all are.",
            "Add a condition, and delete large amounts slice by slice: -- dataaccess: backfill table=… key=… batch=…",
            "https://www.postgresql.org/docs/current/sql-delete.html", Delete) { IsFineInDown = true },
    ];

    public static LintRule BackfillWithSchemaChange { get; } = new(
        "backfill-with-schema-change",
        "The lock taken to change the table is held until the rows are written too, and nobody can use the table meanwhile.",
        "Change the table in one migration, and write the rows in the next.",
        "https://www.postgresql.org/docs/current/explicit-locking.html", WithSchemaChange);

    private static IEnumerable<LintMatch> Update(LintStatement statement)
        => TargetOf(statement, "UPDATE", 1) is { } table && IsUnbounded(statement) ? [statement.Match(table.ToString())] : [];

    private static IEnumerable<LintMatch> Delete(LintStatement statement)
        => TargetOf(statement, "DELETE", 2) is { } table && IsUnbounded(statement) ? [statement.Match(table.ToString())] : [];

    private static bool IsUnbounded(LintStatement statement)
        => !statement.All.Has("WHERE") && !statement.All.Has("LIMIT") && statement.File.Script.Directives.Backfill is null;

    /// <summary>The table that is written, unless this file made it.</summary>
    private static SchemaName? TargetOf(LintStatement statement, string verb, int skip)
    {
        // A query may stand in front: with … update …
        var at = statement.All.At(0, verb) ? 0 : statement.All.At(0, "WITH") ? statement.All.Find(verb) : -1;
        if (at < 0)
        {
            return null;
        }

        at += skip;
        while (statement.All.AtAny(at, "ONLY", "FROM", "LOW_PRIORITY", "IGNORE", "QUICK", "OR", "ROLLBACK", "ABORT", "REPLACE", "FAIL"))
        {
            at++;
        }

        var table = statement.NameAt(at);
        return statement.IsNew(table) || IsTemporary(statement, table) ? null : table;
    }

    private static bool IsTemporary(LintStatement statement, SchemaName table)
        => statement.Before.Any(s => s.Create is { IsTemporary: true } create && LintStatement.Same(create.Table, table));

    private static IEnumerable<LintMatch> WithSchemaChange(LintStatement statement)
    {
        if (!statement.File.IsOneTransaction || (TargetOf(statement, "UPDATE", 1) ?? TargetOf(statement, "DELETE", 2)) is not { } table)
        {
            return [];
        }

        return statement.Before.Any(s => s.ActionsOnOldTable.Any()) ? [statement.Match(table.ToString())] : [];
    }
}
