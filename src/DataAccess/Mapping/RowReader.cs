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
        var plan = Plan<T>(new ResultColumns(result, conversions), split: null);
        var bound = plan.Bind(result);
        return _ => plan.Parse(bound);
    }

    /// <param name="columns">The result's columns.</param>
    /// <param name="split">How those of a tuple's rows are told apart; null if their keys tell.</param>
    /// <exception cref="MappingException">The result's columns do not match the type.</exception>
    public static RowPlan<T> Plan<[DynamicallyAccessedMembers(MappedMembers.All)] T>(ResultColumns columns, ColumnSplit? split)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        if (TupleTypes.IsTuple(type))
        {
            return new TuplePlan<T>(columns, TupleMaps<T>.Value, split);
        }

        if (split is not null)
        {
            throw new MappingException(
                $"The statement says how the columns of several objects are told apart, but {type.Name} is one object. Query for a tuple: ({type.Name}, …).");
        }

        if (NamedValues.MakerOf<T>() is { } make)
        {
            return new NamedValuesPlan<T>(columns, make);
        }

        var hasMap = RowMaps<T>.Find() is not null;
        return !hasMap && columns.IsValue(type) ? PlanOnlyColumn<T>(columns, type)
            : type == typeof(T) ? PlanRow<T>(columns)
            : throw new MappingException(
                $"{type.Name}? is no row: a row is never null. Query for {type.Name}, or for a class, of which a single row that is missing is null.");
    }

    /// <summary>A plan for one object a row, of a type with columns.</summary>
    /// <exception cref="MappingException">The result's columns do not match the type.</exception>
    public static RowPlan<T> PlanRow<[DynamicallyAccessedMembers(MappedMembers.All)] T>(ResultColumns columns)
        => RowMaps<T>.Find() is { } map ? new MappedPlan<T>(columns, map)
            : ReflectionMaps.AreSupported ? new ReflectedPlan<T>(columns, MappedTypeOf<T>.Of(columns.Conversions))
            : throw ReflectionMaps.Missing(typeof(T));

    /// <summary>A plan that reads the first column as a single value, whatever other columns there are.</summary>
    /// <exception cref="MappingException">The type is not a single-value type.</exception>
    public static RowPlan<T> PlanFirstColumn<T>(ResultColumns columns)
    {
        var type = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return columns.IsValue(type)
            ? new ValuePlan<T>(columns, type)
            : throw new MappingException($"{type.Name} is not a single-value type. Use a number, text, a time or an enum, or a query that returns rows.");
    }

    /// <summary>What is read of a type's rows.</summary>
    public static IReadOnlyList<RowMember> MembersOf<[DynamicallyAccessedMembers(MappedMembers.All)] T>(Conversions conversions)
        => RowMaps<T>.Find()?.Members ?? (ReflectionMaps.AreSupported ? MappedTypeOf<T>.Of(conversions).Rows : throw ReflectionMaps.Missing(typeof(T)));

    private static ValuePlan<T> PlanOnlyColumn<T>(ResultColumns columns, Type type)
        => columns.Count == 1
            ? new ValuePlan<T>(columns, type)
            : throw new MappingException(
                Invariant($"The result has {columns.Count} columns, but {type.Name} is a single value. Select one column, or query for a type with a property for each column."));

    /// <summary>The reflected model, once for each type and database.</summary>
    private static class MappedTypeOf<[DynamicallyAccessedMembers(MappedMembers.All)] T>
    {
        private static readonly ConditionalWeakTable<Conversions, MappedType> Known = [];

        public static MappedType Of(Conversions conversions)
            => Known.GetValue(conversions, static conversions => MappedType.Of(typeof(T), conversions));
    }
}
