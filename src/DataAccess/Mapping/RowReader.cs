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
        var fields = type.ConstructorMembers is { } members
            ? Array.ConvertAll(members, member => FieldFor(member, result, type) ?? throw Missing(member, result, type))
            : [.. type.Members.Where(static m => m.IsSettable).Select(m => FieldFor(m, result, type)).OfType<ProjectedField>()];
        if (type.OutsideConstructor.FirstOrDefault(m => FieldFor(m, result, type) is not null) is { } outside)
        {
            throw new MappingException(
                $"The result has a column '{outside.Column}' for {type.Type.Name}.{outside.Name}, which is not a parameter of the constructor of {type.Type.Name}. "
                + "Add it to the constructor, give the type a parameterless constructor, or mark the property [NotMapped].");
        }

        return fields.Length > 0
            ? RowPlan<T>.OfRows(result, fields)
            : throw new MappingException(
                $"None of the result's columns ({Names(result)}) maps to a member of {type.Type.Name}. "
                + "A column maps to a property by the property's name in snake_case, or by its [Column] attribute.");
    }

    private static ProjectedField? FieldFor(MappedMember member, DbDataReader result, MappedType type)
    {
        for (var i = 0; i < result.FieldCount; i++)
        {
            var column = result.GetName(i);
            if (member.Matches(column))
            {
                var read = (member.IsJson ? new JsonColumn(type.Type, member).Read : ColumnReader.For(member.Type))
                    ?? throw new MappingException(
                        $"Column '{column}' of database type {result.GetDataTypeName(i)} ({result.GetFieldType(i).Name}) cannot be read into "
                        + $"{type.Type.Name}.{member.Name} of type {member.Type.Name}. Change the member's type, "
                        + "store it as JSON with [Column(TypeName = \"json\")], or exclude it with [NotMapped].");
                return new ProjectedField(member.Name, column, i, member.Type, member.AcceptsNull, read);
            }
        }

        return null;
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
