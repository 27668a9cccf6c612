using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Finds the column of each member in a result, by the rules that reflection and generated maps share.</summary>
internal static class RowBinder
{
    /// <summary>The column of each member, in the members' order; null for a member that has none.</summary>
    /// <param name="type">The type of the rows, for messages and JSON.</param>
    /// <param name="members">Its members.</param>
    /// <param name="columns">The result's columns.</param>
    /// <exception cref="MappingException">They do not match the type.</exception>
    public static BoundColumn?[] Bind(Type type, IReadOnlyList<RowMember> members, ResultColumns columns)
    {
        var bound = new BoundColumn?[members.Count];
        Find(inConstructor: true);
        Find(inConstructor: false);
        for (var i = 0; i < bound.Length; i++)
        {
            ThrowIfReadOnly(type, members[i], bound[i], columns);
        }

        for (var i = 0; i < bound.Length; i++)
        {
            ThrowIfMissing(type, members[i], bound[i], columns);
        }

        return Array.TrueForAll(bound, static column => column is null)
            ? throw new MappingException(
                $"{columns.Subject} has columns ({columns}) of which none maps to a member of {type.Name}. "
                + "A column maps to a property by the property's name in snake_case, or by its [Column] attribute.")
            : bound;

        void Find(bool inConstructor)
        {
            for (var i = 0; i < bound.Length; i++)
            {
                if (members[i].IsParameter == inConstructor && (bound[i] = ColumnOf(type, members[i], columns)) is null && inConstructor && !members[i].IsOptional)
                {
                    throw new MappingException(
                        $"{columns.Subject} has no column '{members[i].Column}' for the constructor parameter {type.Name}.{members[i].Name} ({members[i].Type.Name}). "
                        + $"Its columns: {columns}. Select the column, or give the type a parameterless constructor.");
                }
            }
        }
    }

    private static BoundColumn? ColumnOf(Type type, RowMember member, ResultColumns columns)
    {
        BoundColumn? found = null;
        var result = columns.Reader;
        var conversion = member.ConversionBy(columns.Conversions);
        for (var at = 0; at < columns.Count; at++)
        {
            if (!member.Matches(columns.Names[at]))
            {
                continue;
            }

            var i = columns.Ordinal(at);
            var column = result.GetName(i);

            if (found is not null)
            {
                throw new MappingException(Invariant(
                    $"{columns.Subject} has two columns for {type.Name}.{member.Name}: '{result.GetName(found.Ordinal)}' (column {found.Ordinal + 1}) and '{column}' (column {i + 1}). ")
                    + "Select one of them, or give one another name with 'as'.");
            }

            if (!member.IsJson && conversion is null && !ColumnReader.IsScalar(member.Type) && !columns.Conversions.IsOfDriver(member.Type))
            {
                throw new MappingException(
                    $"Column '{column}' of database type {result.GetDataTypeName(i)} ({result.GetFieldType(i).Name}) cannot be read into "
                    + $"{type.Name}.{member.Name} of type {member.Type.Name}. Change the member's type, "
                    + "give it a converter with [ValueConverter<…>], store it as JSON with [Column(TypeName = \"json\")], or exclude it with [NotMapped].");
            }

            conversion ??= member.IsJson || member.IsText ? null : Conversions.ToldText(member.Type, result, i);
            found = new BoundColumn(member.Name, member.Type, member.AcceptsNull, column, i)
            {
                Json = member.IsJson && conversion is null ? new JsonColumn(type, member) : null,
                Conversion = conversion,
            };
        }

        return found;
    }

    private static void ThrowIfReadOnly(Type type, RowMember member, BoundColumn? column, ResultColumns columns)
    {
        if (column is not null && !member.IsParameter && !member.IsSettable)
        {
            throw new MappingException(
                $"{columns.Subject} has a column '{member.Column}' for {type.Name}.{member.Name}, which cannot be set. "
                + "Give it a setter or init, add it to the constructor, or mark it [NotMapped].");
        }
    }

    private static void ThrowIfMissing(Type type, RowMember member, BoundColumn? column, ResultColumns columns)
    {
        if (column is null && member.IsRequired)
        {
            throw new MappingException(
                $"{columns.Subject} has no column '{member.Column}' for {type.Name}.{member.Name} ({member.Type.Name}), which is required. "
                + $"Its columns: {columns}. Select the column, or remove 'required'.");
        }
    }
}
