using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using DataAccess.Sql;

namespace DataAccess.Mapping;

/// <summary>Plans how the rows of a result become objects or single values.</summary>
internal static class RowReader
{
    /// <summary>The function that converts the current row to an object, or the only column to a value.</summary>
    /// <exception cref="MappingException">The result's columns do not match the type.</exception>
    public static Func<DbDataReader, T> Create<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader result, Conversions conversions)
    {
        var plan = Plan<T>(result, conversions);
        var bound = plan.Bind(result);
        return _ => plan.Parse(bound);
    }

    /// <exception cref="MappingException">The result's columns do not match the type.</exception>
    public static RowPlan<T> Plan<[DynamicallyAccessedMembers(MappedMembers.All)] T>(DbDataReader result, Conversions conversions)
    {
        if (RowMaps<T>.Find() is { } map)
        {
            return new MappedPlan<T>(result, map, conversions);
        }

        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var conversion = conversions.Find(type, result, 0);
        if (conversion is null && !ColumnReader.IsScalar(type) && !conversions.IsOfDriver(type))
        {
            return ReflectionMaps.AreSupported ? new ReflectedPlan<T>(result, MappedTypeOf<T>.Of(conversions), conversions) : throw ReflectionMaps.Missing(type);
        }

        return result.FieldCount == 1
            ? new ValuePlan<T>(result, type, conversion)
            : throw new MappingException(
                Invariant($"The result has {result.FieldCount} columns, but {type.Name} is a single value. Select one column, or query for a type with a property for each column."));
    }

    /// <summary>A plan that reads the first column as a single value, whatever other columns there are.</summary>
    /// <exception cref="MappingException">The type is not a single-value type.</exception>
    public static RowPlan<T> PlanFirstColumn<T>(DbDataReader result, Conversions conversions)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var conversion = conversions.Find(type, result, 0);
        return conversion is not null || ColumnReader.IsScalar(type) || conversions.IsOfDriver(type)
            ? new ValuePlan<T>(result, type, conversion)
            : throw new MappingException($"{type.Name} is not a single-value type. Use a number, text, a time or an enum, or a query that returns rows.");
    }

    /// <summary>The reflected model, once for each type and database.</summary>
    private static class MappedTypeOf<[DynamicallyAccessedMembers(MappedMembers.All)] T>
    {
        private static readonly ConditionalWeakTable<Conversions, MappedType> Known = [];

        public static MappedType Of(Conversions conversions)
            => Known.GetValue(conversions, static conversions => MappedType.Of(typeof(T), conversions));
    }
}
