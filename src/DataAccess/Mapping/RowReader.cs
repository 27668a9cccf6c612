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
        if (RowMaps<T>.Find() is { } map)
        {
            return new MappedPlan<T>(result, map);
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (!ColumnReader.IsScalar(type))
        {
            return ReflectionMaps.AreSupported ? new ReflectedPlan<T>(result, MappedTypeOf<T>.Value) : throw ReflectionMaps.Missing(type);
        }

        return result.FieldCount == 1
            ? new ValuePlan<T>(result, type)
            : throw new MappingException(
                Invariant($"The result has {result.FieldCount} columns, but {type.Name} is a single value. Select one column, or query for a type with a property for each column."));
    }

    /// <summary>A plan that reads the first column as a single value, whatever other columns there are.</summary>
    /// <exception cref="MappingException">The type is not a single-value type.</exception>
    public static RowPlan<T> PlanFirstColumn<T>(DbDataReader result)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return ColumnReader.IsScalar(type)
            ? new ValuePlan<T>(result, type)
            : throw new MappingException($"{type.Name} is not a single-value type. Use a number, text, a time or an enum, or a query that returns rows.");
    }

    /// <summary>The reflected model, once per type.</summary>
    private static class MappedTypeOf<[DynamicallyAccessedMembers(MappedMembers.All)] T>
    {
        private static MappedType? _value;

        // Not a static initializer: its failure would reach callers as a TypeInitializationException.
        public static MappedType Value => _value ??= MappedType.Of(typeof(T));
    }
}
