using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Mapping;

/// <summary>Plans how the rows of a result become objects or single values.</summary>
internal static class RowReader
{
    /// <summary>The function that converts the current row to an object, or the only column to a value.</summary>
    /// <exception cref="MappingException">The result's columns do not match the type.</exception>
    public static Func<DbDataReader, T> Create<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader result)
    {
        var plan = Plan<T>(result);
        var bound = plan.Bind(result);
        return _ => plan.Parse(bound);
    }

    /// <exception cref="MappingException">The result's columns do not match the type.</exception>
    public static RowPlan<T> Plan<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader result)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (!ColumnReader.IsScalar(type))
        {
            return PlanRows<T>(result);
        }

        return result.FieldCount == 1
            ? RowPlan<T>.OfValues(result, type)
            : throw new MappingException(
                Invariant($"The result has {result.FieldCount} columns, but {type.Name} is a single value. Select one column, or query for a type with a property for each column."));
    }

    /// <summary>A plan that reads the first column as a single value, whatever other columns there are.</summary>
    /// <exception cref="MappingException">The type is not a single-value type.</exception>
    public static RowPlan<T> PlanFirstColumn<T>(DbDataReader result)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return ColumnReader.IsScalar(type)
            ? RowPlan<T>.OfValues(result, type)
            : throw new MappingException($"{type.Name} is not a single-value type. Use a number, text, a time or an enum, or a query that returns rows.");
    }

    private static RowPlan<T> PlanRows<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader result)
    {
        var type = MappedTypeOf<T>.Value;
        var parameters = Array.ConvertAll(type.Parameters, p => FieldOf(p, result, type));
        var outside = type.OutsideConstructor.Select(m => (Member: m, Field: FieldFor(m, result, type))).Where(static m => m.Field is not null).ToArray();
        ThrowIfReadOnly(type, outside.FirstOrDefault(static m => !m.Member.IsSettable).Member);
        ThrowIfMissing(type, result, type.SetsRequired ? null : type.OutsideConstructor.Except(outside.Select(static m => m.Member)).FirstOrDefault(static m => m.IsRequired));
        if (outside.Length == 0 && Array.TrueForAll(parameters, static p => p.IsConstant))
        {
            throw new MappingException(
                $"None of the result's columns ({Names(result)}) maps to a member of {type.Type.Name}. "
                + "A column maps to a property by the property's name in snake_case, or by its [Column] attribute.");
        }

        // The row parser sets members, or passes parameters, but not both.
        return parameters.Length == 0
            ? RowPlan<T>.OfRows(result, Array.ConvertAll(outside, static m => m.Field!), [])
            : RowPlan<T>.OfRows(result, parameters, Array.ConvertAll(outside, static m => new MemberSetter<T>(m.Member, m.Field!)));
    }

    private static ProjectedField FieldOf(MappedParameter parameter, DbDataReader result, MappedType type)
        => parameter.Member is { } member && FieldFor(member, result, type) is { } field ? field
            : parameter.IsOptional ? new ProjectedField(parameter.Name, parameter.Type, parameter.Default)
            : throw Missing(parameter.Member!, result, type);

    private static ProjectedField? FieldFor(MappedMember member, DbDataReader result, MappedType type)
    {
        ProjectedField? found = null;
        for (var i = 0; i < result.FieldCount; i++)
        {
            var column = result.GetName(i);
            if (!member.Matches(column))
            {
                continue;
            }

            if (found is not null)
            {
                throw new MappingException(Invariant(
                    $"The result has two columns for {type.Type.Name}.{member.Name}: '{result.GetName(found.Ordinal)}' (column {found.Ordinal + 1}) and '{column}' (column {i + 1}). ")
                    + "Select one of them, or give one another name with 'as'.");
            }

            var read = (member.IsJson ? new JsonColumn(type.Type, member).Read : ColumnReader.For(member.Type))
                ?? throw new MappingException(
                    $"Column '{column}' of database type {result.GetDataTypeName(i)} ({result.GetFieldType(i).Name}) cannot be read into "
                    + $"{type.Type.Name}.{member.Name} of type {member.Type.Name}. Change the member's type, "
                    + "store it as JSON with [Column(TypeName = \"json\")], or exclude it with [NotMapped].");
            found = new ProjectedField(member.Name, column, i, member.Type, member.AcceptsNull, read);
        }

        return found;
    }

    private static void ThrowIfReadOnly(MappedType type, MappedMember? member)
    {
        if (member is not null)
        {
            throw new MappingException(
                $"The result has a column '{member.Column}' for {type.Type.Name}.{member.Name}, which cannot be set. "
                + "Give it a setter or init, add it to the constructor, or mark it [NotMapped].");
        }
    }

    private static void ThrowIfMissing(MappedType type, DbDataReader result, MappedMember? member)
    {
        if (member is not null)
        {
            throw new MappingException(
                $"The result has no column '{member.Column}' for {type.Type.Name}.{member.Name} ({member.Type.Name}), which is required. "
                + $"Its columns: {Names(result)}. Select the column, or remove 'required'.");
        }
    }

    private static MappingException Missing(MappedMember member, DbDataReader result, MappedType type)
        => new(
            $"The result has no column '{member.Column}' for the constructor parameter {type.Type.Name}.{member.Name} ({member.Type.Name}). "
            + $"Its columns: {Names(result)}. Select the column, or give the type a parameterless constructor.");

    private static string Names(DbDataReader result) => string.Join(", ", Enumerable.Range(0, result.FieldCount).Select(result.GetName));

    /// <summary>The reflected model, once per type.</summary>
    private static class MappedTypeOf<[DynamicallyAccessedMembers(MappedMembers.All)] T>
    {
        private static MappedType? _value;

        // Not a static initializer: its failure would reach callers as a TypeInitializationException.
        public static MappedType Value => _value ??= MappedType.Of(typeof(T));
    }
}
