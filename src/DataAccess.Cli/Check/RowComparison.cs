using DataAccess.Providers;

namespace DataAccess.Cli.Check;

/// <summary>Compares the columns of a statement with what its rows become, by the rules of the library's mapping.</summary>
/// <param name="columns">The columns.</param>
internal sealed class RowComparison(IReadOnlyList<StatementColumn> columns)
{
    private readonly List<(CheckFindingKind Kind, string Message)> _found = [];

    private string Names => string.Join(", ", columns.Select(static column => column.Name));

    public IReadOnlyList<(CheckFindingKind Kind, string Message)> Compare(ManifestStatement statement)
    {
        var rows = statement.Rows!;
        if (rows.Kind != "any" && columns.Count == 0)
        {
            Error("it gives no rows, but they are read");
        }
        else if (rows is { Kind: "row", Members: { } members })
        {
            CompareMembers(rows.Name!, members);
        }
        else if (rows is { Kind: "tuple", Elements: { } elements })
        {
            CompareElements(elements);
        }
        else if (rows.Kind == "value")
        {
            CompareValue(rows.Type, statement.IsScalar);
        }
        else if (rows is { Kind: "join", Elements: { } objects })
        {
            CompareObjects(objects, statement);
        }

        return _found;
    }

    private void CompareValue(string? type, bool isScalar)
    {
        if (columns.Count > 1 && !isScalar)
        {
            Error(Invariant($"it gives {columns.Count} columns ({Names}), but a single value is read"));
        }
        else
        {
            CompareType(columns[0], "the value", type);
        }
    }

    private void CompareElements(IReadOnlyList<ManifestElement> elements)
    {
        if (elements.Count != columns.Count)
        {
            Error(Invariant($"it gives {columns.Count} columns ({Names}), but the tuple has {elements.Count} elements"));
            return;
        }

        for (var i = 0; i < elements.Count; i++)
        {
            CompareType(columns[i], Invariant($"element {i + 1}"), elements[i].Type);
        }
    }

    private void CompareObjects(IReadOnlyList<ManifestElement> elements, ManifestStatement statement)
    {
        if (elements.Any(static element => element.Row is { Members: null }))
        {
            return;
        }

        if (JoinColumns.Split(columns, elements, statement.Split, statement.IsPrefix) is not { } parts)
        {
            Error($"it is not known which of the columns ({Names}) are which object's: {string.Join(", ", elements.Select(static element => element.Row?.Name ?? "a value"))}");
            return;
        }

        for (var i = 0; i < parts.Length; i++)
        {
            var part = new RowComparison(parts[i]);
            if (elements[i].Row is { } row)
            {
                part.CompareMembers(row.Name!, row.Members!);
            }
            else if (parts[i].Count == 1)
            {
                part.CompareType(parts[i][0], Invariant($"element {i + 1}"), elements[i].Type);
            }
            else
            {
                part.Error(Invariant($"element {i + 1} is a single value, but would take {parts[i].Count} columns ({part.Names})"));
            }

            _found.AddRange(part._found);
        }
    }

    private void CompareMembers(string type, IReadOnlyList<ManifestMember> members)
    {
        foreach (var member in members)
        {
            var own = columns.Where(column => member.Matches(column.Name)).ToList();
            if (own.Count > 1)
            {
                Error(Invariant($"{own.Count} columns are {type}.{member.Name}: {string.Join(", ", own.Select(static column => column.Name))}"));
            }
            else if (own.Count == 1)
            {
                CompareType(own[0], $"{type}.{member.Name}", member.Type);
            }
            else if (member.Needed)
            {
                Error($"no column '{member.Column}' for {type}.{member.Name}; there are {Names}");
            }
            else
            {
                Note($"no column '{member.Column}' for {type}.{member.Name}");
            }
        }

        var without = columns.Where(column => !members.Any(member => member.Matches(column.Name))).ToList();
        if (without.Count == columns.Count)
        {
            Error($"none of the columns ({Names}) is a member of {type}");
            return;
        }

        foreach (var column in without)
        {
            Note($"no member of {type} for column '{column.Name}'");
        }
    }

    private void CompareType(StatementColumn column, string member, string? type)
    {
        if (TypeFit.IsMisfit(column.ClrType, column.DatabaseType, type))
        {
            Error($"column '{column.Name}' of type {column.DatabaseType} cannot be read into {member} of type {type}");
        }
    }

    private void Error(string message) => _found.Add((CheckFindingKind.Error, message));

    private void Note(string message) => _found.Add((CheckFindingKind.Note, message));
}
