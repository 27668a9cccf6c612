using DataAccess.Migrations.Diffing;
using DataAccess.Migrations.Snapshots;

namespace DataAccess.Migrations.Engines.PostgreSql;

/// <summary>Changes the columns of a table.</summary>
internal static class PostgreSqlColumns
{
    public static List<DiffStatement> Change(SnapshotObject from, SnapshotObject to)
    {
        var table = $"alter table {to.Name}";
        var remade = from.Columns.Where(c => IsRemade(c, from, to)).Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
        var statements = new List<DiffStatement>();

        // What is generated goes before what it is generated from, and comes after it.
        foreach (var column in from.Columns.Where(c => remade.Contains(c.Name) || Find(to, c) is null).OrderBy(static c => c.Generated is null))
        {
            statements.Add(new($"{table} drop column {column.Name}", column.Generated is null ? $"the column {to.Name}.{column.Name} with its values" : null));
        }

        foreach (var column in to.Columns.OrderBy(static c => c.Generated is not null))
        {
            if (Find(from, column) is not { } old || remade.Contains(column.Name))
            {
                statements.Add(new($"{table} add column {column.Definition}"));
            }
            else if (old.Definition != column.Definition)
            {
                var loss = PostgreSqlTypeChange.KeepsValues(old.Type, column.Type) ? null : TypeName.LossOf($"{to.Name}.{column.Name}", PostgreSqlTypeChange.Bare(old.Type), PostgreSqlTypeChange.Bare(column.Type));
                statements.AddRange(Clauses(old, column).Select(clause => new DiffStatement($"{table} alter column {column.Name} {clause}", clause.StartsWith("type ", StringComparison.Ordinal) ? loss : null)));
                statements.AddRange(NotNull(old, column, table));
                statements.AddRange(Identity(old, column).Select(clause => new DiffStatement($"{table} alter column {column.Name} {clause}")));
                statements.AddRange(Dropped(old, column).Select(clause => new DiffStatement($"{table} alter column {column.Name} {clause}")));
            }
        }

        return statements;
    }

    /// <summary>The columns that what uses them does not survive.</summary>
    public static IReadOnlyList<string> Touched(SnapshotObject from, SnapshotObject to)
        => from.Columns.Where(c => Find(to, c)?.Type != c.Type || IsRemade(c, from, to)).Select(static c => c.Name).ToList();

    /// <summary>Whether a column that stays has to be made anew: what computes it differs, or the type of what it is computed from.</summary>
    private static bool IsRemade(SnapshotColumn column, SnapshotObject from, SnapshotObject to)
        => Find(to, column) is { } wished
        && (wished.Generated != column.Generated
            || (column.Generated is { } expression && (wished.Type != column.Type || from.Columns.Any(c => c != column && Find(to, c)?.Type != c.Type && expression.Contains(c.Name, StringComparison.Ordinal)))));

    private static SnapshotColumn? Find(SnapshotObject table, SnapshotColumn column) => table.Columns.FirstOrDefault(c => c.Name == column.Name);

    /// <summary>Type and default. A default that the new type cannot take goes first.</summary>
    private static IEnumerable<string> Clauses(SnapshotColumn from, SnapshotColumn to)
    {
        if (from.Identity is not null && from.Identity != to.Identity)
        {
            yield return "drop identity";
        }

        if (from.Default is not null && (from.Type != to.Type || to.Default is null))
        {
            yield return "drop default";
        }

        if (from.Type != to.Type)
        {
            yield return $"type {to.Type}{(PostgreSqlTypeChange.Using(to.Name, from.Type, to.Type) is { } value ? $" using {value}" : "")}";
        }

        if (to.Default is not null && (from.Default != to.Default || from.Type != to.Type))
        {
            yield return $"set default {to.Default}";
        }
    }

    private static IEnumerable<DiffStatement> NotNull(SnapshotColumn from, SnapshotColumn to, string table)
    {
        if (from.NotNull == to.NotNull || to.NotNull is null)
        {
            yield break;
        }

        if (from.NotNull is not null)
        {
            yield return new($"{table} alter column {to.Name} drop not null");
        }

        yield return to.NotNull.StartsWith("constraint ", StringComparison.Ordinal)
            ? new($"{table} add {to.NotNull.Replace(" not null", $" not null {to.Name}", StringComparison.Ordinal)}")
            : new($"{table} alter column {to.Name} set not null");
    }

    /// <summary>An identity is made when NULL is forbidden.</summary>
    private static IEnumerable<string> Identity(SnapshotColumn from, SnapshotColumn to)
        => to.Identity is not null && from.Identity != to.Identity ? [$"add {to.Identity}"] : [];

    /// <summary>And NULL is allowed when the identity is gone.</summary>
    private static IEnumerable<string> Dropped(SnapshotColumn from, SnapshotColumn to)
        => from.NotNull is not null && to.NotNull is null ? ["drop not null"] : [];
}
