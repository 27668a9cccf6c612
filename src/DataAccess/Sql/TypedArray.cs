using System.Globalization;
using System.Numerics;

namespace DataAccess.Sql;

/// <summary>Arrays of the element type that a driver expects, without asking the runtime for a new generic type.</summary>
internal static class TypedArray
{
    /// <summary>Returns the list itself if it is already an array of the type; otherwise a copy.</summary>
    public static Array Of(Array list, Type elementType)
    {
        if (list.GetType().GetElementType() == elementType)
        {
            return list;
        }

        var type = ArrayType(elementType);
        var hasNulls = elementType.IsValueType && list.Cast<object?>().Contains(null);
        var copy = Array.CreateInstanceFromArrayType(hasNulls ? ScalarTypes.Find(elementType)!.NullableArrayType! : type, list.Length);
        for (var i = 0; i < list.Length; i++)
        {
            copy.SetValue(list.GetValue(i) is IConvertible item && item.GetType() != elementType ? Converted(item, elementType) : list.GetValue(i), i);
        }

        return copy;
    }

    /// <exception cref="ArgumentException">It is an integer that a floating-point number would round.</exception>
    private static object Converted(IConvertible item, Type type)
    {
        var converted = Convert.ChangeType(item, type, CultureInfo.InvariantCulture);
        return converted is double real && item is long or ulong or decimal && !IsSame(item, real)
            ? throw new ArgumentException($"The list contains {item.ToString(CultureInfo.InvariantCulture)} beside floating-point numbers, and would be sent as {type.Name}, which cannot represent it. Convert all its values to one type.", nameof(item))
            : converted;
    }

    private static bool IsSame(IConvertible item, double real) => item switch
    {
        decimal number => !decimal.IsInteger(number) || new BigInteger(number) == new BigInteger(real),
        long number => number == new BigInteger(real),
        _ => (ulong)item == new BigInteger(real),
    };

    /// <summary>The array type of an element type.</summary>
    public static Type ArrayType(Type elementType)
        => ScalarTypes.Find(elementType)?.ArrayType
            ?? throw new ArgumentException(
                $"A list of {elementType} cannot be sent as an array. Use one of: {string.Join(", ", ScalarTypes.ElementTypes.Select(static t => t.Name))}.",
                nameof(elementType));
}
