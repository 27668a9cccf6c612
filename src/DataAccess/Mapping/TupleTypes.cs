using System.Runtime.CompilerServices;

namespace DataAccess.Mapping;

/// <summary>The value tuples: <c>(long, string)</c>.</summary>
internal static class TupleTypes
{
    /// <summary>How many elements a tuple has itself; the others are in another tuple, its last field.</summary>
    public const int OwnElements = 7;

    public static bool IsTuple(Type type) => type.IsValueType && typeof(ITuple).IsAssignableFrom(type) && type.Namespace == nameof(System);

    /// <summary>The types of all elements.</summary>
    public static IReadOnlyList<Type> ElementsOf(Type tuple)
    {
        var own = tuple.GetGenericArguments();
        return own.Length <= OwnElements ? own : [.. own.Take(OwnElements), .. ElementsOf(own[OwnElements])];
    }

    /// <summary>The tuple as it is written, for messages: <c>(Int64, String)</c>.</summary>
    public static string Show(Type tuple) => $"({string.Join(", ", ElementsOf(tuple).Select(Name))})";

    private static string Name(Type type) => Nullable.GetUnderlyingType(type) is { } value ? value.Name + "?" : type.Name;
}
