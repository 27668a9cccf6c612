using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting.Rules;

/// <summary>PostgreSQL: constraints that read the whole table under a lock.</summary>
internal static class ConstraintRules
{
    public static IEnumerable<LintRule> All { get; } =
    [
        new(
            "foreign-key-without-not-valid",
            "Every row is compared with the other table while nobody can write to either of them.",
            "Add the constraint with NOT VALID, and run validate constraint in a later migration.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", ForeignKey),
        new(
            "check-without-not-valid",
            "Every row is read while nobody else can use the table.",
            "Add the constraint with NOT VALID, and run validate constraint in a later migration.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", CheckConstraint),
        new(
            "unique-without-using-index",
            "Its index is built while nobody else can use the table, not even to read.",
            "Create a unique index concurrently, then add the constraint with USING INDEX.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", Unique),
        new(
            "validate-in-same-transaction",
            "The lock taken to add the constraint is held while every row is read, so NOT VALID gains nothing.",
            "Put validate constraint into a migration of its own.",
            "https://www.postgresql.org/docs/current/sql-altertable.html", Validate),
    ];

    private static IEnumerable<LintMatch> ForeignKey(LintStatement statement)
        => Added(statement, static c => c.At(0, "FOREIGN") && !c.Has("NOT", "VALID"), static c => c.Definition.Has("REFERENCES"));

    private static IEnumerable<LintMatch> CheckConstraint(LintStatement statement)
        => Added(
            statement,
            static c => (c.At(0, "CHECK") || c.At(0, "NOT", "NULL")) && !c.Has("NOT", "VALID") && !c.Has("NOT", "ENFORCED"),
            static c => c.Definition.Has("CHECK"));

    private static IEnumerable<LintMatch> Unique(LintStatement statement)
        => Added(
            statement,
            static c => (c.At(0, "UNIQUE") || c.At(0, "PRIMARY")) && !c.Has("USING", "INDEX"),
            static c => c.Definition.Has("UNIQUE") || c.Definition.Has("PRIMARY", "KEY"));

    private static IEnumerable<LintMatch> Validate(LintStatement statement)
        => statement.ActionsOnOldTable
            .Where(action => action.At(0, "VALIDATE", "CONSTRAINT") && statement.File.IsOneTransaction && statement.Before.Any(s => Adds(s, statement.Alter!.Table, action[2])))
            .Select(action => statement.Match($"{action[2]} of {statement.Alter!.Table}", action.LineAt(0)));

    private static bool Adds(LintStatement statement, SchemaName table, string name)
        => statement.Alter is { } alter && LintStatement.Same(alter.Table, table)
            && alter.Actions.Any(a => a.At(0, "ADD", "CONSTRAINT") && a[2].Equals(name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<LintMatch> Added(LintStatement statement, Func<WordRange, bool> isBad, Func<ColumnClause, bool> isBadColumn)
    {
        foreach (var action in statement.ActionsOnOldTable)
        {
            if (AlterTable.AddedConstraint(action) is { } constraint && isBad(constraint))
            {
                var name = action.At(1, "CONSTRAINT") && constraint.Start > action.Start + 2 ? action[2] : constraint.Until(2).ToString();
                yield return statement.Match($"{name} of {statement.Alter!.Table}", action.LineAt(0));
            }

            foreach (var column in AlterTable.Added(action).Where(isBadColumn))
            {
                yield return statement.Match($"{statement.Alter!.Table}.{column.Name}", column.Line);
            }
        }
    }
}
