using DataAccess.Migrations.Parsing;

namespace DataAccess.Migrations.Linting;

/// <summary>The tables as defined by the files so far: enough to recognise a harmless type change and a column known to have no nulls.</summary>
internal sealed class LintSchema
{
    private readonly Dictionary<(string Table, string Column), string> _types = [];
    private readonly Dictionary<(string Table, string Constraint), string> _notNullChecks = [];
    private readonly HashSet<(string Table, string Column)> _proven = [];

    /// <summary>The column's type as last defined, or null if no file defines it.</summary>
    public string? TypeOf(SchemaName table, string column) => _types.GetValueOrDefault((Fold(table.Name), Fold(column)));

    /// <summary>Whether a validated check says that the column has no nulls.</summary>
    public bool IsProvenNotNull(SchemaName table, string column) => _proven.Contains((Fold(table.Name), Fold(column)));

    /// <summary>Takes in a statement, after it was checked.</summary>
    public void Apply(LintStatement statement)
    {
        if (statement.Create is { IsTemporary: false } create)
        {
            foreach (var column in create.Columns)
            {
                _types[(Fold(create.Table.Name), Fold(column.Name))] = column.Type;
            }
        }

        foreach (var action in statement.Alter?.Actions ?? [])
        {
            Apply(Fold(statement.Alter!.Table.Name), action);
        }
    }

    private void Apply(string table, WordRange action)
    {
        foreach (var column in AlterTable.Added(action))
        {
            _types[(table, Fold(column.Name))] = column.Type;
        }

        if (ColumnChange.In(action) is { } change)
        {
            _types.Remove((table, Fold(change.OldName)));
            _types[(table, Fold(change.Column.Name))] = change.Column.Type;
        }

        if (action.At(0, "VALIDATE", "CONSTRAINT") && _notNullChecks.TryGetValue((table, Fold(action[2])), out var proven))
        {
            _proven.Add((table, proven));
        }
        else if (AlterTable.AddedConstraint(action) is { } constraint && NotNullColumnOf(constraint) is { } column)
        {
            if (action.Has("NOT", "VALID"))
            {
                _notNullChecks[(table, action.At(1, "CONSTRAINT") ? Fold(action[2]) : "")] = Fold(column);
            }
            else
            {
                _proven.Add((table, Fold(column)));
            }
        }
    }

    /// <summary>The column of <c>check (c is not null)</c> or, since PostgreSQL 18, <c>not null c</c>.</summary>
    private static string? NotNullColumnOf(WordRange constraint)
        => constraint.At(0, "NOT", "NULL") ? constraint[2]
            : constraint.At(0, "CHECK") && constraint.Inside(1) is { Count: 4 } inside && inside.At(1, "IS", "NOT", "NULL") ? inside[0]
            : null;

    private static string Fold(string name) => name.ToLowerInvariant();
}
