using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace DataAccess.Sql;

/// <summary>Finds the declared element type of a collection, so that even an empty list is sent with the right type.</summary>
internal static class ListElementType
{
    [UnconditionalSuppressMessage(
        "Trimming",
        "IL2075",
        Justification = "The collection is alive, so the interfaces it implements are kept; a missing one only loses the type of an empty list.")]
    public static Type? Of(IEnumerable values)
    {
        foreach (var contract in values.GetType().GetInterfaces())
        {
            if (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            {
                var element = contract.GetGenericArguments()[0];
                return Nullable.GetUnderlyingType(element) ?? element;
            }
        }

        return null;
    }

    /// <summary>Whether a value is meant to be a list and has no elements to enumerate: a null list, or memory.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">Its type, or the declared one if it is null.</param>
    public static bool IsNoSequence(object? value, Type type)
        => value is null
            ? type != typeof(string) && type != typeof(byte[]) && typeof(IEnumerable).IsAssignableFrom(type)
            : type.IsGenericType && type.GetGenericTypeDefinition() is var open && (open == typeof(Memory<>) || open == typeof(ReadOnlyMemory<>));
}
