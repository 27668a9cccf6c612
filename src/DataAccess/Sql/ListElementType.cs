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
}
