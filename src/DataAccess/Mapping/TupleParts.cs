using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Decides which columns of a result are which element's.</summary>
/// <param name="tuple">The tuple, for messages.</param>
/// <param name="elements">Its elements.</param>
/// <param name="columns">The result's columns.</param>
internal sealed class TupleParts(Type tuple, IReadOnlyList<TupleElement> elements, ResultColumns columns)
{
    /// <summary>The columns of each element.</summary>
    /// <param name="split">How they are told apart; null if the objects' keys tell.</param>
    /// <exception cref="MappingException">The columns do not match the elements.</exception>
    public ResultColumns[] Split(ColumnSplit? split)
    {
        if (elements.All(element => element.IsColumn(columns)) && columns.Count != elements.Count)
        {
            throw new MappingException(Invariant(
                $"The result has {columns.Count} columns ({columns}), but {TupleTypes.Show(tuple)} has {elements.Count} elements. A tuple takes the columns by their position: select one for each element."));
        }

        var parts = split is { IsPrefix: true } ? ByPrefix(split.Names) : AtColumns(split?.Names);
        for (var i = 0; i < parts.Length; i++)
        {
            if (parts[i].Count == 0 || (elements[i].IsColumn(columns) && parts[i].Count > 1))
            {
                throw new MappingException(Invariant(
                    $"Element {i + 1} of {TupleTypes.Show(tuple)} would take {parts[i].Count} of the result's columns ({columns}), but {(elements[i].IsColumn(columns) ? "is a single value" : "is an object")}. ")
                    + "Put the columns in the order of the elements, or say where each begins with SqlStatement.SplitOn.");
            }
        }

        return parts;
    }

    private ResultColumns[] ByPrefix(string[] prefixes)
    {
        if (prefixes.Length != elements.Count)
        {
            throw new MappingException(Invariant(
                $"SplitByPrefix names {prefixes.Length} prefixes, but {TupleTypes.Show(tuple)} has {elements.Count} elements. Name one for each."));
        }

        return [.. prefixes.Select((prefix, element) => columns.Some(
            Subject(element), [.. Enumerable.Range(0, columns.Count).Where(i => LongestOf(prefixes, columns.Names[i]) == element)], prefix.Length))];
    }

    private static int LongestOf(string[] prefixes, string column)
    {
        var longest = -1;
        for (var i = 0; i < prefixes.Length; i++)
        {
            if (column.StartsWith(prefixes[i], StringComparison.OrdinalIgnoreCase) && (longest < 0 || prefixes[i].Length > prefixes[longest].Length))
            {
                longest = i;
            }
        }

        return longest;
    }

    /// <summary>From the last element to the first: what stands in front of an element's first column is of those before it.</summary>
    private ResultColumns[] AtColumns(string[]? first)
    {
        if (first is not null && first.Length != 1 && first.Length != elements.Count - 1)
        {
            throw new MappingException(Invariant(
                $"SplitOn names {first.Length} columns, but {TupleTypes.Show(tuple)} has {elements.Count} elements. Name the first column of each after the first one, or one that all begin with."));
        }

        var parts = new ResultColumns[elements.Count];
        var end = columns.Count;
        for (var i = elements.Count - 1; i >= 0; i--)
        {
            var start = i == 0 ? 0 : StartOf(i, first is null ? null : first[first.Length == 1 ? 0 : i - 1], end);
            parts[i] = columns.Some(Subject(i), [.. Enumerable.Range(start, end - start)]);
            end = start;
        }

        return parts;
    }

    private int StartOf(int element, string? first, int end)
    {
        if (first is null && elements[element].IsColumn(columns))
        {
            return Math.Max(0, end - 1);
        }

        var isFirst = first is not null ? name => string.Equals(name, first, StringComparison.OrdinalIgnoreCase)
            : elements[element].KeyColumn(columns) ?? throw new MappingException(Invariant(
                $"Where the columns of element {element + 1} of {TupleTypes.Show(tuple)} begin is not known, as {elements[element].Type.Name} has no key. ")
                + "Say where with SqlStatement.SplitOn, mark the key with [Key], or give it a member Id.");
        for (var i = end - 1; i >= element; i--)
        {
            if (isFirst(columns.Names[i]))
            {
                return i;
            }
        }

        throw new MappingException(Invariant(
            $"No column of the result ({columns}) is the first of element {element + 1} of {TupleTypes.Show(tuple)}: {(first is null ? $"the key of {elements[element].Type.Name}" : $"'{first}'")}. ")
            + "Select it in front of the element's other columns, or say where they begin with SqlStatement.SplitOn.");
    }

    private string Subject(int element) => Invariant($"The part of the result for element {element + 1} ({elements[element].Type.Name})");
}
