using System.Globalization;

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

        var copy = Array.CreateInstanceFromArrayType(ArrayType(elementType), list.Length);
        for (var i = 0; i < list.Length; i++)
        {
            copy.SetValue(
                list.GetValue(i) switch
                {
                    null when elementType.IsValueType => throw new ArgumentException(
                        $"A list of {elementType.Name} that is sent as an array cannot contain null, because no value equals null. Remove it.", nameof(list)),
                    IConvertible item when item.GetType() != elementType => Convert.ChangeType(item, elementType, CultureInfo.InvariantCulture),
                    var item => item,
                },
                i);
        }

        return copy;
    }

    /// <summary>The array type of an element type.</summary>
    public static Type ArrayType(Type elementType)
        => ScalarTypes.Find(elementType)?.ArrayType
            ?? throw new ArgumentException(
                $"A list of {elementType} cannot be sent as an array. Use one of: {string.Join(", ", ScalarTypes.ElementTypes.Select(static t => t.Name))}.",
                nameof(elementType));
}
