using System.Collections;

namespace DataAccess.Sql;

/// <summary>The values of a list after <c>in</c>, and the one type that they are sent as if the database takes them as an array.</summary>
internal static class ListValues
{
    /// <summary>Reads the list, once.</summary>
    /// <exception cref="ArgumentException">One of its texts is not valid.</exception>
    public static SqlSegment ToSegment(IEnumerable values)
    {
        var declared = ListElementType.Of(values);
        if (values is Array array && declared is not null && array.GetType().GetElementType() == declared && declared.IsValueType && !declared.IsEnum && declared != typeof(char))
        {
            return SqlSegment.List(array, declared);
        }

        var items = values.Cast<object?>().Select(ToValue).ToArray();
        var type = declared is null || !IsScalar(declared) ? CommonType(items) : NumberOf(declared);
        return SqlSegment.List(items, type) with
        {
            EnumType = declared?.IsEnum == true ? declared : EnumOf(values),
            ModelType = declared is null || declared == typeof(object) || IsScalar(declared) ? null : declared,
        };
    }

    /// <summary>The types of the values, for a message.</summary>
    public static string TypesIn(Array list)
        => string.Join(" and ", list.Cast<object?>().Where(static item => item is not null).Select(static item => item!.GetType().Name).Distinct(StringComparer.Ordinal));

    /// <summary>The enum that all values are of, if the list does not say it.</summary>
    private static Type? EnumOf(IEnumerable values)
        => values is object?[] items && Array.Find(items, static item => item is not null) is Enum first && Array.TrueForAll(items, item => item is null || item.GetType() == first.GetType())
            ? first.GetType()
            : null;

    private static object? ToValue(object? item)
        => UnpairedSurrogate.FindIn(item) is { } problem ? throw new ArgumentException($"A value in the statement contains {problem}.", nameof(item))
            : item is null or DBNull ? null
            : item is Enum number ? EnumNumber.Of(number)
            : item;

    private static bool IsScalar(Type type) => type.IsEnum || ScalarTypes.Find(type) is not null;

    private static Type NumberOf(Type type) => type.IsEnum ? Enum.GetUnderlyingType(type) : type;

    /// <summary>
    /// The type that all values can be converted to: as in SQL, integers become exact numbers next to those, and floating-point numbers
    /// next to those. <see cref="object"/> if there is none.
    /// </summary>
    private static Type CommonType(object?[] items)
    {
        // Without any value it is the database that infers the type, as for text.
        Type? common = null;
        foreach (var item in items)
        {
            if (item?.GetType() is { } type)
            {
                common = common is null || common == type ? type : Wider(common, type);
            }
        }

        return common ?? typeof(string);
    }

    private static Type Wider(Type one, Type other)
        => Rank(one) is > 0 and var first && Rank(other) is > 0 and var second
            ? Math.Max(first, second) switch { 1 => typeof(long), 2 => typeof(decimal), _ => typeof(double) }
            : (one == typeof(string) || one == typeof(char)) && (other == typeof(string) || other == typeof(char)) ? typeof(string)
            : typeof(object);

    private static int Rank(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 => 1,
        TypeCode.UInt64 or TypeCode.Decimal => 2,
        TypeCode.Single or TypeCode.Double => 3,
        _ => 0,
    };
}
