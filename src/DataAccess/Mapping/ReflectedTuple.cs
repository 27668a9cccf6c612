using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Linq.Expressions;

namespace DataAccess.Mapping;

/// <summary>Makes the map of a tuple that the compiler has not seen: once a type, of code that is compiled at run time.</summary>
internal static class ReflectedTuple
{
    /// <exception cref="MappingException">An element is a tuple itself.</exception>
    [RequiresUnreferencedCode("The elements' types are found by reflection.")]
    [RequiresDynamicCode("The tuple is made by code that is compiled at run time.")]
    public static TupleMap<T> MapOf<T>()
    {
        var tuple = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        var types = TupleTypes.ElementsOf(tuple);
        if (types.FirstOrDefault(static type => TupleTypes.IsTuple(Nullable.GetUnderlyingType(type) ?? type)) is { } inner)
        {
            throw new MappingException($"An element of {TupleTypes.Show(tuple)} is a tuple itself: {inner.Name}. Write its elements into the outer one.");
        }

        var parts = Expression.Parameter(typeof(RowPart[]), "parts");
        var result = Expression.Parameter(typeof(DbDataReader), "result");
        var read = Expression.Lambda<Func<RowPart?[], DbDataReader, T>>(Expression.Convert(New(tuple, 0), typeof(T)), parts, result).Compile();
        return new TupleMap<T>([.. types.Select(ElementOf)], row => read(row.Parts!, row.Reader));

        Expression New(Type type, int first)
        {
            var own = type.GetGenericArguments();
            var values = own.Take(TupleTypes.OwnElements).Select((element, i) => ReadOf(element, first + i));
            return Expression.New(type.GetConstructor(own)!, own.Length <= TupleTypes.OwnElements ? values : values.Append(New(own[^1], first + TupleTypes.OwnElements)));
        }

        Expression ReadOf(Type element, int position)
            => Expression.Call(
                Expression.Convert(Expression.ArrayIndex(parts, Expression.Constant(position)), typeof(RowPart<>).MakeGenericType(element)),
                nameof(RowPart<>.Read),
                typeArguments: null,
                result);
    }

    [RequiresUnreferencedCode("The element's type is found by reflection.")]
    [RequiresDynamicCode("The element's reader is a generic type that is made at run time.")]
    private static TupleElement ElementOf(Type type)
    {
        var underlying = Nullable.GetUnderlyingType(type);
        var form = underlying is null || ColumnReader.IsScalar(underlying)
            ? typeof(RowElement<>).MakeGenericType(type)
            : typeof(NullableRowElement<>).MakeGenericType(underlying);
        return (TupleElement)Activator.CreateInstance(form)!;
    }
}
